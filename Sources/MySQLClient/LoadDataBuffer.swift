/// Rows in the form that `LoadStatement` names: fields with tabs between, a newline after each row, backslashes before what
/// would be misread, `\N` for NULL. A buffer that is filled again and again.
package struct LoadDataBuffer {
    private(set) var bytes: [UInt8] = []
    package private(set) var rowCount = 0

    package init() {}

    package var byteCount: Int { bytes.count }

    package mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        rowCount = 0
    }

    /// Appends one row: a value for each of the statement's columns.
    package mutating func append(
        row values: Range<Int>,
        of parameters: borrowing ParameterList,
        for statement: borrowing LoadStatement
    ) {
        precondition(values.count == statement.columns.count, "a row has a value for every column of the load")
        parameters.values[values].withUnsafeBufferPointer { values in
            parameters.storage.withUnsafeBytes { storage in
                for index in values.indices {
                    Self.require(values[index].kind, fits: statement.columns[index].form)
                    Self.append(values[index], storage, to: &bytes)
                    bytes.append(index + 1 < values.count ? Self.tab : Self.newline)
                }
            }
        }
        rowCount += 1
    }
}

extension LoadDataBuffer {
    private static let tab = UInt8(ascii: "\t")
    private static let newline = UInt8(ascii: "\n")
    private static let backslash = UInt8(ascii: "\\")
    private static let special = SpecialBytes(tab, newline)

    /// A value in the wrong form would be stored as something else without a warning.
    private static func require(_ kind: ParameterValue.Kind, fits form: LoadColumn.Form) {
        switch kind {
        case .null: break
        case .bytes: precondition(form == .hexadecimal, "bytes are loaded into a column of hexadecimal form")
        case .signed, .unsigned: precondition(form != .hexadecimal, "a number is not loaded as hexadecimal digits")
        case .double, .float, .decimal, .text, .temporal:
            precondition(form == .plain, "a text or number is loaded into a plain column")
        }
    }

    private static func append(_ value: ParameterValue, _ storage: UnsafeRawBufferPointer, to bytes: inout [UInt8]) {
        switch value.kind {
        case .null:
            bytes.append(backslash)
            bytes.append(UInt8(ascii: "N"))
        case .signed: NumberText.append(Int64(bitPattern: value.payload), to: &bytes)
        case .unsigned: NumberText.append(value.payload, to: &bytes)
        case .double: NumberText.append(Double(bitPattern: value.payload), to: &bytes)
        case .float:
            NumberText.append(Double(Float(bitPattern: UInt32(truncatingIfNeeded: value.payload))), to: &bytes)
        case .decimal: bytes.append(contentsOf: value.bytes(in: storage))
        case .text, .temporal: appendEscaped(value.bytes(in: storage), to: &bytes)
        case .bytes: appendHexadecimal(value.bytes(in: storage), to: &bytes)
        }
    }

    private static func appendEscaped(_ text: UnsafeRawBufferPointer, to bytes: inout [UInt8]) {
        var start = 0
        while start < text.count {
            let end = special.firstIndex(in: text, from: start)
            bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: text[start..<end]))
            if end < text.count {
                bytes.append(backslash)
                bytes.append(escape(text[end]))
            }
            start = end + 1
        }
    }

    /// A newline as itself would be taken for a row's end by whoever looks only for newlines, so it is written as a letter.
    private static func escape(_ byte: UInt8) -> UInt8 {
        switch byte {
        case 0: UInt8(ascii: "0")
        case tab: UInt8(ascii: "t")
        case newline: UInt8(ascii: "n")
        default: byte
        }
    }

    private static func appendHexadecimal(_ value: UnsafeRawBufferPointer, to bytes: inout [UInt8]) {
        for byte in value {
            bytes.append(hexadecimalDigit(byte >> 4))
            bytes.append(hexadecimalDigit(byte & 0xF))
        }
    }

    private static func hexadecimalDigit(_ number: UInt8) -> UInt8 {
        number < 10 ? UInt8(ascii: "0") + number : UInt8(ascii: "A") + number - 10
    }
}
