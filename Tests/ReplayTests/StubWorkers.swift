internal import ChangeModel
internal import Glibc
internal import Synchronization
internal import Threading

@testable import Replay

/// Threads in the place of a session's workers: they take groups from the queues and note when each transaction was begun and ended.
final class StubWorkers {
    enum Event: Equatable {
        case began(UInt64, worker: Int)
        /// A giant's is noted where its last piece was taken, a commit or not.
        case ended(UInt64, wasWhole: Bool)
    }

    let ledger: ProgressLedger
    let queues: [WorkerQueue]
    private var threads: [JoinedThread] = []
    private let log = Log()

    private final class Log: Sendable {
        let events = Mutex<[Event]>([])

        func note(_ event: Event) { events.withLock { $0.append(event) } }
    }

    init(_ progress: ProgressTable.Progress = .sample(), count: Int) {
        ledger = ProgressLedger(progress: progress, workerCount: count)
        queues = (0..<count).map { _ in WorkerQueue() }
    }

    func dispatcher(
        _ options: ReplayOptions = .sample,
        _ progress: ProgressTable.Progress = .sample(),
        suspects: Set<LSN> = []
    ) -> Dispatcher {
        Dispatcher(
            options: options,
            progress: progress,
            ledger: ledger,
            queues: queues,
            suspects: Dictionary(uniqueKeysWithValues: suspects.map { ($0, Suspicion()) })
        )
    }

    /// Starts the workers; `groupTransactions` is how many one group takes.
    func start(groupTransactions: Int = 3, commitsInSourceOrder: Bool = false) {
        let limits = WorkerQueue.GroupLimits(
            transactions: groupTransactions,
            rows: .max,
            bytes: .max,
            isContiguous: commitsInSourceOrder
        )
        for (worker, queue) in queues.enumerated() {
            let (ledger, log) = (ledger, log)
            threads.append(
                JoinedThread(name: "stub-\(worker)") {
                    while let group = queue.nextGroup(limits) {
                        for transaction in group { Self.apply(transaction, worker, log) }
                        if commitsInSourceOrder, !ledger.waitUntilDone(before: group[0].ticket) { continue }
                        for transaction in group {
                            log.note(.ended(transaction.commit.position.rawValue, wasWhole: true))
                        }
                        ledger.complete(group, by: worker)
                        queue.finished(group)
                    }
                }
            )
        }
    }

    private static func apply(_ transaction: SourceTransaction, _ worker: Int, _ log: Log) {
        log.note(.began(transaction.commit.position.rawValue, worker: worker))
        sched_yield()
        guard case .giant(let giant) = transaction.content else { return }
        while case .element(let piece) = giant.pieces.pop() {
            if case .commit = piece { return }
        }
        log.note(.ended(transaction.commit.position.rawValue, wasWhole: false))
    }

    /// Ends the workers once nothing is under way; what they did, in order.
    func finish() -> [Event] {
        _ = ledger.waitUntilSettled()
        for queue in queues { queue.close() }
        for thread in threads { thread.join() }
        return log.events.withLock { $0 }
    }

    /// What waits in a queue, without a worker that takes it.
    func waiting(in worker: Int) -> [SourceTransaction] {
        let all = WorkerQueue.GroupLimits(transactions: .max, rows: .max, bytes: .max, isContiguous: false)
        var found: [SourceTransaction] = []
        while queues[worker].load > 0, let group = queues[worker].nextGroup(all) {
            found += group
            queues[worker].finished(group)
        }
        return found
    }
}

extension SourceTransaction {
    var position: UInt64 { commit.position.rawValue }
}
