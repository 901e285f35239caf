import MySQLClient

/// A value to bind, so that a test can write its values in one line.
enum TestValue {
    case null, signed(Int64), unsigned(UInt64), double(Double), float(Float)
    case decimal(String), text(String), bytes([UInt8]), temporal(String)
}

extension ParameterList {
    init(_ values: [TestValue]) {
        self.init()
        for value in values { append(value) }
    }

    mutating func append(_ value: TestValue) {
        switch value {
        case .null: appendNull()
        case .signed(let number): append(signed: number)
        case .unsigned(let number): append(unsigned: number)
        case .double(let number): append(double: number)
        case .float(let number): append(float: number)
        case .decimal(let text): append(decimalText: Array(text.utf8).span)
        case .text(let text): append(text: text)
        case .bytes(let bytes): append(bytes: bytes.span)
        case .temporal(let text): append(temporalText: Array(text.utf8).span)
        }
    }
}

extension MySQLConnection {
    /// Prepares and runs a statement once.
    @discardableResult
    func run(_ sql: String, _ values: TestValue...) throws -> StatementOutcome {
        try prepare(sql).execute(ParameterList(values))
    }

    func text(_ sql: String) throws -> String? {
        try query(sql).first?.first ?? nil
    }
}
