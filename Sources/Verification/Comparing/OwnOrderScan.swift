internal import Threading

/// Goes through a side's whole table in pieces: along the key as this side orders it, or at once where there is none.
struct OwnOrderScan: Sendable {
    private var chunk: ChunkSize
    private var pace: Pace
    private let stop: StopRequest

    init(rowsPerSecond: Int?, stop: StopRequest) {
        chunk = ChunkSize(rowsPerSecond: rowsPerSecond)
        pace = Pace(rowsPerSecond: rowsPerSecond)
        self.stop = stop
    }

    /// `piece` reads a range and says how many rows it went through.
    mutating func run(
        _ queries: TableQueries,
        _ session: any DatabaseSession,
        _ piece: (KeyRange) throws(VerificationError) -> Int
    ) throws(VerificationError) {
        guard !queries.table.key.isEmpty else {
            let rows = try piece(KeyRange())
            pace.took(rows: rows, stop)
            return
        }
        var range = KeyRange()
        repeat {
            if stop.isRequested { throw .stopped }
            let began = MonotonicTime.now()
            range.upper = try RangeComparison.boundary(after: range.lower, rows: chunk.rows, queries, session)
            _ = try piece(range)
            // Rows that were passed over were read too.
            pace.took(rows: chunk.rows, stop)
            chunk.took(milliseconds: MonotonicTime.now().milliseconds(since: began))
            range.lower = range.upper
        } while range.upper != nil
    }
}
