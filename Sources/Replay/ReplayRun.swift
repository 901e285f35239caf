package import ChangeModel
package import Logging
internal import MySQLClient
internal import Spool
package import Telemetry
package import Threading

/// One replay from start to stop: reads the spool, applies it to the target, and begins again from the target's own progress whenever
/// something passing went wrong.
package final class ReplayRun {
    private var options: ReplayOptions
    private let stop: StopRequest
    private let log: Logger
    private let end: EndOfReplay
    private var backOff: BackOff
    private var hasBeenConnected = false
    private var isFinished = false
    private var applied: LSN?
    private var progressReport = ProgressReport(startedAt: .now())
    private var nextReport: MonotonicTime
    package let counters = PipelineCounters()

    private var nextIdleCommit = MonotonicTime.now()

    /// A position without transactions is noted in the target at most this often.
    private static let idleCommitIntervalMilliseconds = 1_000

    package init(options: ReplayOptions, stop: StopRequest, log: Logger) {
        self.options = options
        self.stop = stop
        self.log = log
        end = EndOfReplay(position: options.untilPosition, time: options.untilTime)
        backOff = BackOff(limitMilliseconds: options.retryDelayMaxMilliseconds)
        nextReport = MonotonicTime.now().adding(milliseconds: options.progressIntervalMilliseconds)
    }

    /// Runs until it is asked to stop or its end is reached; returns how far the target is, nil where nothing was begun.
    package func run() throws(ReplayError) -> LSN? {
        // A target that does not let us in is said now and not only when there is something to apply.
        _ = try asking { () throws(MySQLError) in try TargetSession(options) }
        hasBeenConnected = true
        guard let identity = try waitForSpool() else { return nil }
        while !stop.isRequested, !isFinished {
            do throws(ReplayError) {
                try runSession(identity)
            } catch {
                if error.isAboutData, options.groupTransactions > 1 {
                    // Once more with one transaction a group: all that stand before the refused one are applied, and it fails alone.
                    log.notice(
                        "a group of transactions was refused and undone; applying them one by one to find the one"
                    )
                    options.groupTransactions = 1
                    continue
                }
                guard let failure = error.serverError,
                    RetryPolicy.decision(for: failure, hasBeenConnected: hasBeenConnected) == .retry
                else { throw error }
                let delay = backOff.next()
                log.warning("\(error); trying again in \(delay) ms from what the target holds")
                stop.wait(milliseconds: delay)
            }
        }
        return applied
    }

    /// The spool says whose changes these are; a spool that is not there yet is waited for.
    private func waitForSpool() throws(ReplayError) -> StreamIdentity? {
        let started = MonotonicTime.now()
        var isSaid = false
        while !stop.isRequested {
            do throws(SpoolError) {
                return try SpoolSummary.identity(path: options.spoolDirectory)
            } catch {
                guard error.isAbsence else { throw .spool(error) }
            }
            if !isSaid { log.info("waiting for the first segment in \(options.spoolDirectory)") }
            isSaid = true
            if isIdle(since: started) { return nil }
            stop.wait(milliseconds: 50)
        }
        return nil
    }

    private func isIdle(since time: MonotonicTime) -> Bool {
        options.stopWhenIdleMilliseconds.map { MonotonicTime.now().milliseconds(since: time) >= $0 } ?? false
    }

    private func runSession(_ identity: StreamIdentity) throws(ReplayError) {
        let stream = identity.streamName
        var group = try prepare(stream)
        log.info(
            "applying \(identity) to \(options.target.endpoint)/\(options.database) from \(group.committed.position)"
        )
        applied = group.committed.position
        let queue = BoundedQueue<ChangeBatch>(costLimit: options.queueBytes)
        let sessionStop = StopRequest()
        let start = group.committed.position == .zero ? nil : group.committed.position
        let follower = SpoolFollower(options: options, after: start, queue: queue, stop: sessionStop)
        let thread = WorkerThread(name: "read-spool") { follower.run() }
        let result = Result<Void, ReplayError> { () throws(ReplayError) in try apply(queue, from: follower, &group) }
        sessionStop.request()
        queue.discard()
        thread.join()
        try result.get()
        if let failure = follower.failure { throw .spool(failure) }
    }

    private func prepare(_ stream: String) throws(ReplayError) -> GroupCommit {
        let session = try asking { () throws(MySQLError) in try TargetSession(options) }
        hasBeenConnected = true
        let hasLock = try asking { () throws(MySQLError) in
            try StreamLock.acquire(stream, in: options.database, on: session.connection)
        }
        guard hasLock else { throw .locked(stream: stream, target: options.target.endpoint) }
        let table = ProgressTable(database: options.database, table: options.progressTable)
        return try asking { () throws(MySQLError) in
            try table.create(on: session.connection)
            let progress = try table.readOrBegin(stream: stream, on: session.connection)
            return try GroupCommit(
                session: session,
                options: options,
                progressTable: table,
                progress: progress,
                log: log
            )
        }
    }

    private func asking<Value>(_ body: () throws(MySQLError) -> Value) throws(ReplayError) -> Value {
        do throws(MySQLError) { return try body() } catch { throw .target(error) }
    }

    /// Applies what comes through the queue until it is closed or the end is reached. A transaction that was begun is finished first.
    private func apply(
        _ queue: BoundedQueue<ChangeBatch>,
        from follower: SpoolFollower,
        _ group: inout GroupCommit
    ) throws(ReplayError) {
        var lastArrival = MonotonicTime.now()
        while !stop.isRequested || !group.isBetweenTransactions, !isFinished {
            switch queue.pop(until: MonotonicTime.now().adding(milliseconds: 100)) {
            case .closed: return
            case .timedOut: break
            case .element(let batch):
                if batch.holdsTransactions { lastArrival = .now() }
                let before = group.committed
                if try !group.apply(batch, end) { isFinished = true }
                count(before, group.committed)
            }
            if group.isBetweenTransactions, queue.isEmpty || isFinished { try commit(&group) }
            // What is still being read, or applied, is no pause.
            if !follower.isWaiting || !queue.isEmpty || !group.isBetweenTransactions { lastArrival = .now() }
            if end.isReached(group.committed.position) || isIdle(since: lastArrival) { isFinished = true }
            report()
        }
        if group.isBetweenTransactions { try commit(&group, evenIfIdle: true) }
    }

    /// Commits changes at once, and a position alone only now and then.
    private func commit(_ group: inout GroupCommit, evenIfIdle: Bool = false) throws(ReplayError) {
        let isIdleCommitDue = MonotonicTime.now() >= nextIdleCommit
        guard group.hasChanges || evenIfIdle || isFinished || isIdleCommitDue || end.isReached(group.reachedPosition)
        else { return }
        let before = group.committed
        try group.commitGroup()
        nextIdleCommit = MonotonicTime.now().adding(milliseconds: Self.idleCommitIntervalMilliseconds)
        count(before, group.committed)
    }

    private func count(_ before: ProgressTable.Progress, _ after: ProgressTable.Progress) {
        guard after.position > before.position else { return }
        backOff.reset()
        applied = after.position
        counters.add(
            transactions: Int(after.transactions - before.transactions),
            rows: Int(after.rows - before.rows),
            bytes: 0
        )
        counters.reached(after.position, commitTime: after.commitTime)
    }

    private func report() {
        guard MonotonicTime.now() >= nextReport else { return }
        nextReport = MonotonicTime.now().adding(milliseconds: options.progressIntervalMilliseconds)
        if let line = progressReport.line(counters.snapshot, at: .now()) { log.info("\(line)") }
    }
}
