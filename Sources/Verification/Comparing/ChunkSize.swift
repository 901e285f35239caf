/// How many rows are asked for at once: as many as a server hashes in a good part of a second, so that the cost of asking does not count and
/// neither server is held up for long.
struct ChunkSize: Sendable {
    private static let aimMilliseconds = 500
    private static let limit = 100_000
    private static let least = 100
    private let limit: Int
    private(set) var rows: Int

    init(rowsPerSecond: Int?) {
        // Half a second's worth, so that a bounded load is an even one.
        limit = max(1, min(Self.limit, rowsPerSecond.map { $0 / 2 } ?? Self.limit))
        rows = min(2_000, limit)
    }

    mutating func took(milliseconds: Int) {
        if milliseconds < Self.aimMilliseconds / 2 { rows = min(limit, rows * 2) }
        if milliseconds > Self.aimMilliseconds * 2 { rows = min(limit, max(Self.least, rows / 2)) }
    }
}
