internal import ChangeModel

/// How far a comparison has come, and what it has found: everything that the next run needs to go on from there.
struct VerificationState: Equatable, Sendable {
    /// A table that was begun: everything up to the key is compared and judged.
    struct Open: Equatable, Sendable {
        var result: TableResult
        var upTo: [String]
    }

    /// Which comparison this is: servers, databases, and what changes the outcome.
    let comparison: String
    var finished: [TableResult] = []
    var open: Open?
    /// Of the repair script, as it belongs to the above; nil where none is written.
    var repairBytes: UInt64?

    init(comparison: String) {
        self.comparison = comparison
    }

    func result(of table: TableName) -> TableResult? { finished.first { $0.table == table } }
}

/// One line an entry, fields apart by tabs, with everything but plain letters written as `%` and two digits.
extension VerificationState {
    private static let heading = "reverse-migration verify 1"

    var text: String {
        var lines = [Self.heading, Self.line(["comparison", comparison])]
        if let repairBytes { lines.append(Self.line(["repair", String(repairBytes)])) }
        lines += finished.map { Self.line(["finished"] + Self.fields($0)) }
        if let open { lines.append(Self.line(["open"] + Self.fields(open.result) + ["upto"] + open.upTo)) }
        return lines.joined(separator: "\n") + "\nend\n"
    }

    /// nil for what is no such text, or not all of it.
    init?(text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard lines.count >= 4, lines[0] == Self.heading, lines.suffix(2) == ["end", ""] else { return nil }
        var state: VerificationState?
        for line in lines[1..<(lines.count - 2)] {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map { Self.unescaped($0) }
            switch fields.first {
            case "comparison": state = fields.count == 2 ? VerificationState(comparison: fields[1]) : nil
            case "repair": state?.repairBytes = fields.count == 2 ? UInt64(fields[1]) : nil
            case "finished":
                guard let result = Self.result(fields.dropFirst()) else { return nil }
                state?.finished.append(result)
            case "open":
                guard let mark = fields.lastIndex(of: "upto"), let result = Self.result(fields[1..<mark]) else {
                    return nil
                }
                state?.open = Open(result: result, upTo: Array(fields[(mark + 1)...]))
            default: return nil
            }
        }
        guard let state else { return nil }
        self = state
    }

    private static func fields(_ result: TableResult) -> [String] {
        let numbers = [
            result.sourceRows, result.targetRows, result.missing, result.extra, result.different, result.unsettled,
        ]
        return [result.table.schema, result.table.table, result.target, result.method]
            + numbers.map { String($0) } + [result.isJudgedByTime ? "time" : "replay"]
            + result.problems.map { "problem " + $0 } + result.notes.map { "note " + $0 }
    }

    private static func result(_ fields: ArraySlice<String>) -> TableResult? {
        let fields = Array(fields)
        guard fields.count >= 11 else { return nil }
        let numbers = fields[4..<10].compactMap { Int($0) }
        guard numbers.count == 6 else { return nil }
        var result = TableResult(table: TableName(schema: fields[0], table: fields[1]), target: fields[2])
        result.method = fields[3]
        result.sourceRows = numbers[0]
        result.targetRows = numbers[1]
        result.missing = numbers[2]
        result.extra = numbers[3]
        result.different = numbers[4]
        result.unsettled = numbers[5]
        result.isJudgedByTime = fields[10] == "time"
        for field in fields[11...] {
            if field.hasPrefix("problem ") { result.problems.append(String(field.dropFirst(8))) }
            if field.hasPrefix("note ") { result.notes.append(String(field.dropFirst(5))) }
        }
        return result
    }

    private static func line(_ fields: [String]) -> String {
        fields.map { escaped($0) }.joined(separator: "\t")
    }

    private static func escaped(_ field: String) -> String {
        var text = ""
        for byte in field.utf8 {
            if (0x20...0x7E).contains(byte), byte != UInt8(ascii: "%") {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                text += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }
        }
        return text
    }

    private static func unescaped(_ field: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = Array(field.utf8)[...]
        while let byte = rest.popFirst() {
            let digits = rest.prefix(2)
            if byte == UInt8(ascii: "%"), let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16) {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
