internal import MySQLClient

/// Reads whole rows of the source and writes their values as literals of the target.
struct RepairValues {
    private let queries: TableQueries
    private var table: ComparedTable { queries.table }

    init(_ source: TableQueries) {
        queries = source
    }

    /// The literals of all columns, by key.
    func rows(of keys: [[String]], _ session: SourceSession) throws(VerificationError) -> [[String]: [String]] {
        let sql = queries.values("WHERE \(queries.isAny(of: keys))")
        let rows = try session.rows(sql, to: "read rows of \(table.source) for their repair")
        return Dictionary(
            rows.map { ($0[..<table.key.count].map { $0 ?? "" }, literals($0.dropFirst(table.key.count))) },
            uniquingKeysWith: { $1 }
        )
    }

    /// The literals of a row that has the hash.
    func row(ofHash hash: String, _ session: SourceSession) throws(VerificationError) -> [String]? {
        let sql = queries.values("WHERE \(queries.dialect.rowHash(table)) = '\(hash)' LIMIT 1")
        return try session.rows(sql, to: "read a row of \(table.source) for its repair").first.map { literals($0[...]) }
    }

    private func literals(_ cells: ArraySlice<String?>) -> [String] {
        zip(table.columns, cells).map { column, cell in cell.map { Self.literal($0, column) } ?? "NULL" }
    }

    /// `text` is what `TableQueries.values` asks for: hexadecimal digits of texts and bytes, else the normal form.
    static func literal(_ text: String, _ column: ComparedTable.Column) -> String {
        let isNumber = TargetDialect.isNumber(text)
        switch column.form {
        case .text, .json: return text.isEmpty ? "''" : "_utf8mb4 X'\(text)'"
        case .bytes, .uuidBytes: return "X'\(text)'"
        // A BIT column takes a number for its bits, and a text for its bytes.
        case .integer where isNumber, .decimal where isNumber, .boolean where isNumber: return text
        case .bitBytes: return "X'\(column.form.normalized(text))'"
        case .bits: return "b'\(text.isEmpty ? "0" : text)'"
        default: return TargetDialect.isPlain(text) ? "'\(text)'" : SQLQuoting.literal(text)
        }
    }
}
