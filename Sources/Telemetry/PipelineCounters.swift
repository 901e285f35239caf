package import ChangeModel
internal import Synchronization

/// What a process has done so far. Written by one thread, read by any.
package final class PipelineCounters: Sendable {
    private let transactions = Atomic<UInt64>(0)
    private let rows = Atomic<UInt64>(0)
    private let bytes = Atomic<UInt64>(0)
    private let position = Atomic<UInt64>(0)
    /// Of the last commit, µs since 1970; 0 before the first.
    private let commitTime = Atomic<Int64>(0)

    package struct Snapshot: Equatable, Sendable {
        package var transactions: UInt64 = 0
        package var rows: UInt64 = 0
        package var bytes: UInt64 = 0
        package var position = LSN.zero
        package var commitTime: CommitTime?

        package init() {}
    }

    package init() {}

    package func add(transactions: Int, rows: Int, bytes: Int) {
        self.transactions.add(UInt64(transactions), ordering: .relaxed)
        self.rows.add(UInt64(rows), ordering: .relaxed)
        self.bytes.add(UInt64(bytes), ordering: .relaxed)
    }

    package func reached(_ position: LSN, commitTime: CommitTime?) {
        self.position.store(position.rawValue, ordering: .relaxed)
        if let commitTime { self.commitTime.store(commitTime.microsecondsSinceEpoch, ordering: .relaxed) }
    }

    package var snapshot: Snapshot {
        var snapshot = Snapshot()
        snapshot.transactions = transactions.load(ordering: .relaxed)
        snapshot.rows = rows.load(ordering: .relaxed)
        snapshot.bytes = bytes.load(ordering: .relaxed)
        snapshot.position = LSN(position.load(ordering: .relaxed))
        let time = commitTime.load(ordering: .relaxed)
        snapshot.commitTime = time == 0 ? nil : CommitTime(microsecondsSinceEpoch: time)
        return snapshot
    }
}
