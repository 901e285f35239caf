/// Reads the rows of a range from one side in the key's order, a page at a time; how large a page is follows the size of its rows.
struct RowReader {
    private static let pageBytes = 4 << 20
    private static let pageRowsLimit = 10_000
    private let queries: TableQueries
    private let orders: [KeyOrder]
    private var rest: KeyRange
    private var page: ArraySlice<Row> = []
    private var pageRows: Int
    private var isAtEnd = false
    private var last: [String]?

    init(_ queries: TableQueries, _ range: KeyRange) {
        self.queries = queries
        rest = range
        orders = queries.table.keyColumns.compactMap { KeyOrder($0) }
        // Documents may be large: the first page finds out.
        pageRows = queries.table.isWhollyHashed && queries.hasSums ? Self.pageRowsLimit : 100
    }

    /// Whether the next row can be taken without asking the server.
    var needsPage: Bool { page.isEmpty && !isAtEnd }

    var next: Row? { page.first }

    mutating func advance() { page.removeFirst() }

    /// Reads a page where none is left; false where the rows are not in the order that was expected.
    mutating func fill(_ session: any DatabaseSession) throws(VerificationError) -> Bool {
        guard needsPage else { return true }
        let found = try session.rows(queries.page(rest, rows: pageRows), to: "read rows of \(queries.table.source)")
        isAtEnd = found.count < pageRows
        let keyCount = queries.table.key.count
        let rows = try found.map { cells throws(VerificationError) in
            Row(
                key: cells[..<keyCount].map { $0 ?? "" },
                content: try RowContent(cells[keyCount...], of: queries.table)
            )
        }
        let bytes = found.reduce(1) { $0 + $1.reduce(0) { $0 + ($1?.utf8.count ?? 0) } }
        pageRows = max(1, min(Self.pageRowsLimit, Self.pageBytes * max(rows.count, 1) / bytes))
        guard isInOrder(rows) else { return false }
        if let last = rows.last { rest.lower = last.key }
        page = rows[...]
        return true
    }

    /// Each key comes after the one before it.
    private mutating func isInOrder(_ rows: [Row]) -> Bool {
        for row in rows {
            if let last, !KeyOrder.isBefore(last, row.key, orders) { return false }
            last = row.key
        }
        return true
    }
}
