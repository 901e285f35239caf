internal import ChangeModel
internal import Threading

/// When a capture ends by itself: at a position, or after a time without transactions.
struct StopCondition: Sendable {
    private let untilPosition: LSN?
    private let idleMilliseconds: Int?
    private var lastTransaction: MonotonicTime

    init(untilPosition: LSN?, idleMilliseconds: Int?, now: MonotonicTime) {
        self.untilPosition = untilPosition
        self.idleMilliseconds = idleMilliseconds
        lastTransaction = now
    }

    mutating func sawTransaction(at now: MonotonicTime) {
        lastTransaction = now
    }

    /// How many of the records belong to the stream up to the end that was asked for: all up to the first commit or position at or behind it.
    func recordsToKeep(of batch: borrowing ChangeBatch) -> Int {
        guard let untilPosition else { return batch.records.count }
        let last = batch.records.firstIndex { record in
            switch record {
            case .commit(let commit): commit.position >= untilPosition
            case .position(let position): position >= untilPosition
            default: false
            }
        }
        return last.map { $0 + 1 } ?? batch.records.count
    }

    func isReached(_ position: LSN, at now: MonotonicTime) -> Bool {
        if let untilPosition, position >= untilPosition { return true }
        if let idleMilliseconds, now.milliseconds(since: lastTransaction) >= idleMilliseconds { return true }
        return false
    }
}
