/// How often each content is there in some buckets of a side's table.
struct ContentCounts: Sendable {
    struct Count: Sendable {
        var rows: Int
        var version: String
    }

    private(set) var byContent: [String: Count] = [:]

    init(_ buckets: [String], _ queries: TableQueries, _ session: any DatabaseSession) throws(VerificationError) {
        let table = queries.table
        for cells in try session.rows(queries.contents(buckets), to: "count equal rows of \(table.source)") {
            let content = try RowContent(cells[2...], of: table).text
            let rows = cells[0].flatMap { Int($0) } ?? 0
            // Two spellings of one value are one content here.
            byContent[content, default: Count(rows: 0, version: "")].rows += rows
            byContent[content]?.version += (cells[1] ?? "") + ";"
        }
    }
}
