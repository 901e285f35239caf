internal import Threading

/// Compares a table range by range in the order of its key: by the servers' hashes first, row by row where those differ.
struct RangeComparison {
    let context: TableContext
    private var pace: Pace
    private var chunk: ChunkSize
    private var suspects: [[String]] = []
    private let merge: RangeMerge
    private let look: KeyedLook

    init(_ context: TableContext) {
        self.context = context
        pace = Pace(rowsPerSecond: context.rowsPerSecond)
        chunk = ChunkSize(rowsPerSecond: context.rowsPerSecond)
        merge = RangeMerge(sides: context.sides, source: context.source, target: context.target)
        look = KeyedLook(sides: context.sides, source: context.source, target: context.target)
    }

    /// Goes on behind the key `start`. `checkpoint` is called with each key up to which all is judged. False where a side's order is not
    /// what the key's type promised: nothing that was found counts then.
    mutating func run(
        after start: [String]?,
        _ judge: inout Judge,
        _ result: inout TableResult,
        _ checkpoint: (TableResult, [String]) throws(VerificationError) -> Void
    ) throws(VerificationError) -> Bool {
        var range = KeyRange(lower: start, upper: try boundary(after: start))
        while true {
            try context.requireGoingOn()
            let began = MonotonicTime.now()
            guard let next = try compare(range, &judge, &result) else { return false }
            chunk.took(milliseconds: MonotonicTime.now().milliseconds(since: began))
            try context.settle(&suspects, look, &judge, &result)
            guard let upper = range.upper else { return true }
            try checkpoint(result, upper)
            range = KeyRange(lower: upper, upper: next.boundary)
        }
    }

    /// What is known of the range behind the one that was compared.
    private struct Next {
        let boundary: [String]?
    }

    /// nil where the order is not as promised.
    private mutating func compare(
        _ range: KeyRange,
        _ judge: inout Judge,
        _ result: inout TableResult
    ) throws(VerificationError) -> Next? {
        guard context.table.isWhollyHashed, context.source.hasSums else {
            guard try mergeRows(range, &judge, &result) else { return nil }
            return Next(
                boundary: try range.upper.flatMap { upper throws(VerificationError) in try boundary(after: upper) }
            )
        }
        let source = context.source, target = context.target
        let rows = chunk.rows
        // The source looks for the end of the next range while the target may still be at this one.
        let ((ours, next), theirs) = try context.sides.ask { session throws(VerificationError) in
            let sum = try RangeSum(range, source, session)
            let next = try range.upper.flatMap { upper throws(VerificationError) in
                try Self.boundary(after: upper, rows: rows, source, session)
            }
            return (sum, next)
        } _: { session throws(VerificationError) in
            try RangeSum(range, target, session)
        }
        if ours == theirs {
            count(ours.rows, theirs.rows, &result)
        } else {
            guard try mergeRows(range, &judge, &result) else { return nil }
        }
        return Next(boundary: next)
    }

    private mutating func count(_ ours: Int, _ theirs: Int, _ result: inout TableResult) {
        result.sourceRows += ours
        result.targetRows += theirs
        context.progress.compared(rows: ours)
        pace.took(rows: max(ours, theirs), context.stop)
    }

    private mutating func mergeRows(
        _ range: KeyRange,
        _ judge: inout Judge,
        _ result: inout TableResult
    ) throws(VerificationError) -> Bool {
        var suspects = suspects
        let context = context, look = look
        let outcome = try merge.run(range) { key throws(VerificationError) in
            suspects.append(key)
            if suspects.count >= TableContext.suspectsLimit { try context.settle(&suspects, look, &judge, &result) }
        }
        self.suspects = suspects
        if outcome.isOrdered { count(outcome.sourceRows, outcome.targetRows, &result) }
        return outcome.isOrdered
    }

    private func boundary(after lower: [String]?) throws(VerificationError) -> [String]? {
        try Self.boundary(after: lower, rows: chunk.rows, context.source, context.sides.source)
    }

    /// The key of the last of so many rows; nil where there are fewer.
    static func boundary(
        after lower: [String]?,
        rows: Int,
        _ queries: TableQueries,
        _ session: any DatabaseSession
    ) throws(VerificationError) -> [String]? {
        let sql = queries.boundary(KeyRange(lower: lower, upper: nil), rows: rows)
        return try session.rows(sql, to: "find rows of \(queries.table.source)").first.map { $0.map { $0 ?? "" } }
    }
}

/// How many rows a side has in a range, and the sum of their hashes.
struct RangeSum: Equatable, Sendable {
    let rows: Int
    let hashes: String

    init(_ range: KeyRange, _ queries: TableQueries, _ session: any DatabaseSession) throws(VerificationError) {
        let cells = try session.rows(queries.summary(range), to: "hash rows of \(queries.table.source)").first ?? []
        rows = (cells.first ?? nil).flatMap { Int($0) } ?? 0
        hashes = (cells.last ?? nil) ?? ""
    }
}
