import ChangeModel
import MySQLClient
import Spool
import Synchronization
import Threading

/// Reads a spool and hands each row to the worker that its table is pinned to.
final class PinnedWorkers: Sendable {
    /// The rows of one batch that belong to one worker; the batch is shared and not copied.
    private struct Share: Sendable {
        let batch: ChangeBatch
        var rows: [RowChange]
    }

    private let target: MySQLOptions
    private let queues: [BoundedQueue<Share>]
    private let failure = Mutex<(any Error)?>(nil)

    private static let queueRows = 20_000

    init(_ target: MySQLOptions, count: Int) {
        self.target = target
        queues = (0..<count).map { _ in BoundedQueue(costLimit: Self.queueRows) }
    }

    /// Applies the first `rows` rows; returns how many there were, once all workers are done.
    func apply(_ spool: String, rows limit: Int) throws -> Int {
        var threads = queues.enumerated().map { number, queue in
            ThreadBox(WorkerThread(name: "worker-\(number)") { self.work(queue) })
        }
        let result = Result { try read(spool, limit) }
        for queue in queues { queue.close() }
        while let thread = threads.popLast() { thread.join() }
        if let failure = failure.withLock({ $0 }) { throw failure }
        return try result.get()
    }

    private func read(_ spool: String, _ limit: Int) throws -> Int {
        var reader = SpoolReader(path: spool)
        var count = 0
        while count < limit, case .batch(let batch) = try reader.next() {
            var shares = queues.map { _ in Share(batch: batch, rows: []) }
            for case .row(let change) in batch.records where count < limit {
                shares[worker(of: batch.relations[change.relation].table)].rows.append(change)
                count += 1
            }
            for (share, queue) in zip(shares, queues) where !share.rows.isEmpty { hand(share, to: queue) }
        }
        return count
    }

    /// FNV-1a, so that every run pins alike.
    private func worker(of table: TableName) -> Int {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in table.table.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return Int(hash % UInt64(queues.count))
    }

    private func hand(_ share: Share, to queue: BoundedQueue<Share>) {
        while queue.push(share, cost: share.rows.count, milliseconds: 1_000) == .full {}
    }

    /// A failure ends all: the queues are discarded, so that nobody waits for a worker that is gone.
    private func work(_ queue: BoundedQueue<Share>) {
        do {
            var statements = try RowStatements(target)
            while case .element(let share) = queue.pop() {
                for change in share.rows { try statements.apply(change, of: share.batch) }
            }
        } catch {
            failure.withLock { $0 = $0 ?? error }
            for queue in queues { queue.discard() }
        }
    }
}

/// A thread that can stand in an array.
private final class ThreadBox {
    private var thread: WorkerThread?

    init(_ thread: consuming WorkerThread) {
        self.thread = consume thread
    }

    func join() {
        if let thread = thread.take() { thread.join() }
    }
}
