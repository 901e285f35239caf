/// Compares a table whose sides have no common order: the sums of buckets first, then the rows of buckets that differ, some at a time.
struct BucketComparison {
    let context: TableContext

    /// Rows of a side that are held at once.
    private static let rowsAtOnce = 100_000
    /// 65,536 buckets, or 4,096 for a table that is known to be small.
    private var digits: Int { (context.table.estimatedRows ?? .max) < 1_000_000 ? 3 : 4 }

    func run(_ judge: inout Judge, _ result: inout TableResult) throws(VerificationError) {
        let digits = digits, context = context
        let source = context.source, target = context.target
        let scan = OwnOrderScan(rowsPerSecond: context.rowsPerSecond, stop: context.stop)
        let (ours, theirs) = try context.sides.ask { session throws(VerificationError) in
            try BucketSums(digits: digits, source, session, scan) { context.progress.compared(rows: $0) }
        } _: { session throws(VerificationError) in
            try BucketSums(digits: digits, target, session, scan) { _ in }
        }
        result.sourceRows = ours.rows
        result.targetRows = theirs.rows
        for buckets in groups(ours, theirs) {
            try context.requireGoingOn()
            if context.table.key.isEmpty {
                try compareContents(buckets, &judge, &result)
            } else {
                try compareKeys(buckets, scan, &judge, &result)
            }
        }
    }

    /// The buckets to look into, in groups of a bounded number of rows. Where hashes do not tell everything these are all of them.
    private func groups(_ ours: BucketSums, _ theirs: BucketSums) -> [[String]] {
        var groups: [[String]] = []
        var rows = Self.rowsAtOnce
        for bucket in Set(ours.byBucket.keys).union(theirs.byBucket.keys).sorted() {
            let left = ours.byBucket[bucket], right = theirs.byBucket[bucket]
            if context.table.isWhollyHashed, left == right { continue }
            let more = max(left?.rows ?? 0, right?.rows ?? 0)
            if rows + more > Self.rowsAtOnce {
                groups.append([])
                rows = 0
            }
            groups[groups.count - 1].append(bucket)
            rows += more
        }
        return groups
    }

    private func compareContents(
        _ buckets: [String],
        _ judge: inout Judge,
        _ result: inout TableResult
    ) throws(VerificationError) {
        let source = context.source, target = context.target
        let (ours, theirs) = try context.sides.ask { session throws(VerificationError) in
            try ContentCounts(buckets, source, session)
        } _: { session throws(VerificationError) in
            try ContentCounts(buckets, target, session)
        }
        let all = Set(ours.byContent.keys).union(theirs.byContent.keys)
        let suspects = all.filter { ours.byContent[$0]?.rows != theirs.byContent[$0]?.rows }.sorted().map { [$0] }
        let look = ContentLook(sides: context.sides, source: source, target: target, bucketDigits: digits)
        try settle(suspects, look, &judge, &result)
    }

    private func compareKeys(
        _ buckets: [String],
        _ scan: OwnOrderScan,
        _ judge: inout Judge,
        _ result: inout TableResult
    ) throws(VerificationError) {
        let source = context.source, target = context.target
        let (ours, theirs) = try context.sides.ask { session throws(VerificationError) in
            try Self.rows(buckets, source, session, scan)
        } _: { session throws(VerificationError) in
            try Self.rows(buckets, target, session, scan)
        }
        let all = Set(ours.keys).union(theirs.keys)
        // In the order of the key, so that two runs say the same.
        let suspects = all.filter { ours[$0] != theirs[$0] }.sorted { $0.lexicographicallyPrecedes($1) }
        let look = KeyedLook(sides: context.sides, source: source, target: target)
        try settle(suspects, look, &judge, &result)
    }

    private func settle(
        _ suspects: [[String]],
        _ look: some Look,
        _ judge: inout Judge,
        _ result: inout TableResult
    ) throws(VerificationError) {
        for start in stride(from: 0, to: suspects.count, by: TableContext.suspectsLimit) {
            var some = Array(suspects[start..<min(start + TableContext.suspectsLimit, suspects.count)])
            try context.settle(&some, look, &judge, &result)
        }
    }

    private static func rows(
        _ buckets: [String],
        _ queries: TableQueries,
        _ session: any DatabaseSession,
        _ scan: OwnOrderScan
    ) throws(VerificationError) -> [[String]: RowContent] {
        var scan = scan
        var found: [[String]: RowContent] = [:]
        let table = queries.table
        try scan.run(queries, session) { range throws(VerificationError) in
            let rows = try session.rows(queries.bucketRows(range, buckets), to: "read rows of \(table.source)")
            for cells in rows {
                let key = cells[..<table.key.count].map { $0 ?? "" }
                found[key] = try RowContent(cells[table.key.count...], of: table)
            }
            return rows.count
        }
        return found
    }
}
