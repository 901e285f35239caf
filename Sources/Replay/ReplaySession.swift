internal import ChangeModel
internal import Logging
internal import MySQLClient
internal import Spool
internal import Threading

/// One stretch of a replay on one set of connections: from taking the stream over until something fails, the end is reached or it is stopped.
///
/// The calling thread dispatches; one thread reads the spool ahead, and one for each worker applies.
final class ReplaySession {
    private let options: ReplayOptions
    private let end: EndOfReplay
    private let control: TargetSession
    private let stream: SessionStream
    private let failure = SessionFailure()
    private let queues: [WorkerQueue]
    private var workers: [JoinedThread] = []
    private let follower: SpoolFollower
    private let batches: BoundedQueue<ChangeBatch>
    private let followerStop = StopRequest()
    private var reader: JoinedThread?
    private var planner: BatchPlanner
    private var dispatcher: Dispatcher
    /// What the first worker's row says of a time when nothing was under way.
    private var notedPosition: LSN
    private var heldRows: HeldRows?
    private var nextNote = MonotonicTime.now()

    /// A position without transactions is noted in the target at most this often.
    private static let noteIntervalMilliseconds = 1_000

    /// `control` holds the stream's lock; `progress` is what the target said when the stream was taken over.
    init(
        options: ReplayOptions,
        control: TargetSession,
        stream: SessionStream,
        progress: ProgressTable.Progress,
        suspects: [LSN: Suspicion],
        log: Logger
    ) throws(MySQLError) {
        self.options = options
        end = EndOfReplay(position: options.untilPosition, time: options.untilTime)
        self.control = control
        self.stream = stream
        queues = (0..<options.workerCount).map { _ in WorkerQueue() }
        notedPosition = progress.position
        batches = BoundedQueue(costLimit: options.queueBytes)
        follower = SpoolFollower(
            options: options,
            after: progress.position == .zero ? nil : progress.position,
            queue: batches,
            stop: followerStop
        )
        heldRows = stream.quarantine.map {
            HeldRows($0, options: options, control: control, stream: stream, log: log)
        }
        planner = try BatchPlanner(session: control, options: options, applied: progress.above)
        dispatcher = Dispatcher(
            options: options,
            progress: progress,
            ledger: stream.ledger,
            queues: queues,
            suspects: suspects
        )
    }

    /// Starts the threads. To be called once, and `close` after it.
    func open(stop: StopRequest, log: Logger) {
        let (options, stream, failure, follower) = (options, stream, failure, follower)
        for (number, queue) in queues.enumerated() {
            workers.append(
                JoinedThread(name: "apply-\(number)") {
                    do throws(ReplayError) {
                        try ApplyWorker.run(number, options, stream, queue, stop, log)
                    } catch {
                        failure.note(error)
                        stream.ledger.abandon()
                    }
                }
            )
        }
        reader = JoinedThread(name: "read-spool") { follower.run() }
    }

    /// Takes what comes next from the spool, for a tenth of a second at most; false when there is nothing more to do.
    func step() throws(ReplayError) -> Bool {
        if let error = failure.error { throw error }
        try settleHeldRows()
        switch batches.pop(until: MonotonicTime.now().adding(milliseconds: 100)) {
        case .closed:
            if let error = follower.failure { throw .spool(error) }
            return false
        case .timedOut: break
        case .element(let batch):
            switch try dispatcher.dispatch(planner.plan(batch, openCommit: dispatcher.openCommit)) {
            case .goOn: break
            case .abandoned: if let error = failure.error { throw error }
            case .reachedEnd:
                _ = stream.ledger.waitUntilSettled()
                return false
            }
        }
        if stream.ledger.isSettled { try noteProgress() }
        return !end.isReached(watermark.position)
    }

    /// Between two batches, when everything that was handed to workers is done.
    private func settleHeldRows() throws(ReplayError) {
        guard isBetweenTransactions, try heldRows?.isWanted() == true, stream.ledger.waitUntilSettled() else { return }
        let isFirstLook = heldRows?.isLoaded == false
        try heldRows?.settle()
        // Somebody who mended the target's tables for a row that is held has mended them for what follows too; at the start nothing was read yet.
        guard !isFirstLook else { return }
        try ReplayError.asking { () throws(MySQLError) in try planner.forgetTables() }
    }

    /// How far the target is, and what was applied since the session began.
    var watermark: ProgressLedger.Watermark { stream.ledger.currentWatermark }

    /// What policies made of values of committed rows since the last time.
    func takePolicyUses() -> PolicyUses { stream.ledger.takePolicyUses() }

    /// Rows that did not fit, beyond the first of each kind, since the last time.
    func takeMisfits() -> [(note: MisfitNote, count: Int)] { stream.quarantine?.takeSums() ?? [] }

    /// What policies kept from the target, of committed transactions, since the last time.
    func takeOmissions() -> Omissions { stream.ledger.takeOmissions() }

    /// What was noticed of the source's tables since the last time.
    func takeNotices() -> [String] { planner.takeNotices() }

    /// How many rows of each table the mapping has left out since the session began.
    var omittedRows: [TableName: Int] { planner.omittedRows }

    /// Between two transactions: a stop does no harm.
    var isBetweenTransactions: Bool { dispatcher.openCommit == nil }

    /// Whether everything that the spool holds is in the target.
    var isIdle: Bool { follower.isWaiting && batches.isEmpty && stream.ledger.isSettled }

    /// Ends the threads; workers finish the target transaction that they are at. An error of theirs is thrown.
    func close() throws(ReplayError) {
        followerStop.request()
        batches.discard()
        dispatcher.abandon()
        for queue in queues { queue.close() }
        // What a worker waits for before it applies a transaction by itself may be in a queue that hands nothing out any more.
        stream.ledger.abandon()
        reader?.join()
        for worker in workers { worker.join() }
        if let error = failure.error { throw error }
        if stream.ledger.isSettled { try noteProgress(atOnce: true) }
    }

    /// Writes down a position that no worker's commit has said: the source was idle up to there, or workers overtook one another.
    private func noteProgress(atOnce: Bool = false) throws(ReplayError) {
        guard watermark.position > notedPosition, atOnce || MonotonicTime.now() >= nextNote,
            let progress = stream.ledger.settledProgress()
        else { return }
        let sql = stream.table.updateStatement(stream: stream.name, worker: 0, epoch: stream.epoch, progress)
        let outcome: StatementOutcome
        do throws(MySQLError) { outcome = try control.connection.execute(sql) } catch { throw .target(error) }
        guard outcome.affectedRows == 1 else { throw stream.displaced }
        notedPosition = progress.position
        nextNote = MonotonicTime.now().adding(milliseconds: Self.noteIntervalMilliseconds)
    }
}
