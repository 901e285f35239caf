internal import ChangeDecoding
internal import ChangeModel
internal import TestSupport

/// Lines of styles t and j for tests, and what decoding them gives.
enum TextLine {
    static let begin = "BEGIN CSN: 7 first_lsn: 0/1"

    /// A row of style t: ` name[type]:value` for each column, names quoted and values written as in SQL.
    static func row(
        _ head: String,
        _ operation: String,
        new: [(name: String, type: String, value: String)] = [],
        old: [(name: String, type: String, value: String)] = []
    ) -> String {
        let start = "table \(head) \(operation):"
        let images = [old, new].map { image in image.map { " \($0.name)[\($0.type)]:\($0.value)" }.joined() }
        if old.isEmpty, new.isEmpty { return start + " (no-tuple-data)" }
        return operation == "UPDATE" && !old.isEmpty
            ? start + " old-key:" + images[0] + " new-tuple:" + images[1] : start + images[0] + images[1]
    }

    /// An INSERT of one column `v` of type text into s.t.
    static func insert(_ value: String) -> String {
        row("s t", "INSERT", new: [("v", "text", value)])
    }

    static func decoder(
        _ style: Dialect.Style = .parallelText,
        tables: [TableName] = [],
        lookUpNames: @escaping () -> SourceNames? = { nil }
    ) throws(DecodingError) -> ChangeDecoder {
        let names = SourceNames(tables: Set(tables))
        return try ChangeDecoder(DecoderOptions(dialect: Dialect(style), names: names), lookUpNames: lookUpNames)
    }

    /// What rows decode to, in one transaction.
    static func decode(_ rows: [String], tables: [TableName] = []) throws(DecodingError) -> [String] {
        var decoder = try decoder(tables: tables)
        let batch = try decoder.decode(SerialLine.messages([begin] + rows))
        return Array(BatchText.lines(batch).dropFirst())
    }

    /// What one row decodes to: the same when it is parsed and when it is found by comparison.
    static func decodeRow(_ row: String, tables: [TableName] = []) throws(DecodingError) -> String {
        let lines = try decode([row, row], tables: tables)
        precondition(lines[0] == lines[1])
        return lines[0]
    }

    /// The value of `insert(_:)`: its text in quotes, NULL or ABSENT.
    static func decodeValue(_ value: String) throws(DecodingError) -> String {
        String(try decodeRow(insert(value)).dropFirst("insert s.t new(v[text]=".count).dropLast())
    }
}
