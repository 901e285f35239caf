internal import Threading

/// How many rows of a side fall into each bucket, and the sum of their hashes; read piece by piece in the side's own order of the key.
struct BucketSums: Sendable {
    struct Sum: Equatable, Sendable {
        var rows = 0
        var hashes: UInt64 = 0
    }

    private(set) var byBucket: [String: Sum] = [:]
    private(set) var rows = 0

    /// `counted` is told how many rows were read.
    init(
        digits: Int,
        _ queries: TableQueries,
        _ session: any DatabaseSession,
        _ scan: OwnOrderScan,
        _ counted: (Int) -> Void
    ) throws(VerificationError) {
        var scan = scan
        var sums: [String: Sum] = [:]
        var total = 0
        try scan.run(queries, session) { range throws(VerificationError) in
            let rows = try session.rows(
                queries.bucketSums(range, digits: digits),
                to: "hash rows of \(queries.table.source)"
            )
            var read = 0
            for cells in rows {
                let count = cells[1].flatMap { Int($0) } ?? 0
                sums[cells[0] ?? "", default: Sum()].rows += count
                sums[cells[0] ?? "", default: Sum()].hashes &+= Self.number(cells[2] ?? "0")
                read += count
            }
            total += read
            counted(read)
            return read
        }
        byBucket = sums
        rows = total
    }

    /// The last 64 bits of a decimal number of any length.
    private static func number(_ digits: String) -> UInt64 {
        digits.utf8.reduce(0) { (0x30...0x39).contains($1) ? $0 &* 10 &+ UInt64($1 - 0x30) : $0 }
    }
}
