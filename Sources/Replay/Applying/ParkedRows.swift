/// Rows of one transaction that could not take their places yet, because others still have their unique values: later changes of the same
/// transaction give those back. Sources with deferred constraints swap values in this way.
struct ParkedRows {
    private(set) var rows: [TransactionRow] = []
    /// What they keep in memory, about.
    private(set) var bytes = 0

    var isEmpty: Bool { rows.isEmpty }

    /// Keeps the row by itself: the piece of a giant that it came in is not held on to.
    mutating func append(_ row: TransactionRow) {
        let alone = row.alone
        rows.append(alone)
        bytes += alone.planned.byteCount(of: 1)
    }

    /// In the order in which they came; none is left.
    mutating func take() -> [TransactionRow] {
        defer { self = ParkedRows() }
        return rows
    }
}
