internal import ChangeModel

/// Where a replay is to end: behind a position or a time of commit.
struct EndOfReplay: Equatable, Sendable {
    let position: LSN?
    let time: CommitTime?

    /// Whether a transaction lies behind the end, so that it is not applied.
    func isBefore(_ commit: TransactionCommit) -> Bool {
        if let position, commit.position > position { return true }
        if let time, let commitTime = commit.time, commitTime > time { return true }
        return false
    }

    /// Whether everything up to the end is applied.
    func isReached(_ applied: LSN) -> Bool {
        position.map { applied >= $0 } ?? false
    }
}
