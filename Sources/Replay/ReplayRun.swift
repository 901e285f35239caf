package import ChangeModel
package import Logging
internal import MySQLClient
internal import Spool
package import Telemetry
package import Threading

/// One replay from start to stop: reads the spool, applies it to the target, and begins again from the target's own progress whenever
/// something passing went wrong.
package final class ReplayRun {
    private let options: ReplayOptions
    private let stop: StopRequest
    private let log: Logger
    private var backOff: BackOff
    private var hasBeenConnected = false
    private var isFinished = false
    private var applied: LSN?
    /// Transactions that were refused as a whole: they are applied row by row.
    private var suspects: [LSN: Suspicion] = [:]
    /// Tables that the log has called left out.
    private var omittedTables: Set<TableName> = []
    private var progressReport = ProgressReport(startedAt: .now())
    private var nextReport: MonotonicTime
    package let counters = PipelineCounters()

    package init(options: ReplayOptions, stop: StopRequest, log: Logger) {
        self.options = options
        self.stop = stop
        self.log = log
        backOff = BackOff(limitMilliseconds: options.retryDelayMaxMilliseconds)
        nextReport = MonotonicTime.now().adding(milliseconds: options.progressIntervalMilliseconds)
    }

    /// Runs until it is asked to stop or its end is reached; returns how far the target is, nil where nothing was begun.
    package func run() throws(ReplayError) -> LSN? {
        // A target that does not let us in is said now and not only when there is something to apply.
        _ = try ReplayError.asking { () throws(MySQLError) in try TargetSession(options) }
        hasBeenConnected = true
        guard let identity = try waitForSpool() else { return nil }
        while !stop.isRequested, !isFinished {
            do throws(ReplayError) {
                try runSession(identity)
            } catch {
                if case .giantRefused(let position, let suspicion) = error, suspicion.isNews(after: suspects[position])
                {
                    suspects = suspects.filter { $0.key > applied ?? .zero }
                    suspects[position] = suspicion
                    log.notice("\(error)")
                    continue
                }
                guard let failure = error.serverError,
                    RetryPolicy.decision(for: failure, hasBeenConnected: hasBeenConnected) == .retry
                else { throw error }
                // What was reached may not be noted in the target.
                isFinished = false
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
        let session = try takeOver(identity)
        session.open(stop: stop, log: log)
        var counted = session.watermark
        let result = Result<Void, ReplayError> { () throws(ReplayError) in try apply(session, &counted) }
        let ending = Result<Void, ReplayError> { () throws(ReplayError) in try session.close() }
        count(session.watermark, since: &counted)
        sayNotices(of: session)
        reportChoices(session)
        for (table, rows) in session.omittedRows { log.info("left out \(rows) changed rows of \(table)") }
        try result.get()
        try ending.get()
    }

    /// Locks the stream in the target and makes this start the one that may write its progress.
    private func takeOver(_ identity: StreamIdentity) throws(ReplayError) -> ReplaySession {
        let stream = identity.streamName
        let control = try ReplayError.asking { () throws(MySQLError) in try TargetSession(options) }
        hasBeenConnected = true
        let hasLock = try ReplayError.asking { () throws(MySQLError) in
            try StreamLock.acquire(stream, in: options.database, on: control.connection)
        }
        guard hasLock else { throw .locked(stream: stream, target: options.target.endpoint) }
        let table = ProgressTable(database: options.database, table: options.progressTable)
        return try ReplayError.asking { () throws(MySQLError) in
            try table.create(on: control.connection)
            let (progress, epoch) = try table.begin(
                stream: stream,
                workers: options.workerCount,
                on: control.connection
            )
            log.info(
                """
                applying \(identity) to \(options.target.endpoint)/\(options.database) from \(progress.position)\
                \(progress.above.isEmpty ? "" : ", without what is applied beyond it")
                """
            )
            applied = progress.position
            let quarantine = try quarantine(of: stream, on: control.connection)
            let ledger = ProgressLedger(progress: progress, workerCount: options.workerCount)
            return try ReplaySession(
                options: options,
                control: control,
                stream: SessionStream(
                    name: stream,
                    table: table,
                    epoch: epoch,
                    ledger: ledger,
                    quarantine: quarantine,
                    policyUses: try policyUsesTable(on: control.connection)
                ),
                progress: progress,
                suspects: suspects,
                log: log
            )
        }
    }

    /// Nothing is counted where no value is ever changed.
    private func policyUsesTable(on connection: MySQLConnection) throws(MySQLError) -> PolicyUsesTable? {
        guard options.valuePolicies.mayChangeValues else { return nil }
        let table = PolicyUsesTable(database: options.database, table: options.policyUsesTable)
        try table.create(on: connection)
        return table
    }

    /// There is one where a policy may need it, and where an earlier start has left one behind.
    private func quarantine(of stream: String, on connection: MySQLConnection) throws(MySQLError) -> Quarantine? {
        let table = QuarantineTable(database: options.database, table: options.quarantineTable)
        if options.rowPolicies.needQuarantine {
            try table.create(on: connection)
        } else {
            guard try table.exists(on: connection) else { return nil }
        }
        return Quarantine(table, stream: stream, rowsMax: options.quarantineRowsMax)
    }

    /// Applies until the end, a stop or an error. A transaction that comes in pieces is finished first.
    private func apply(_ session: ReplaySession, _ counted: inout ProgressLedger.Watermark) throws(ReplayError) {
        var lastArrival = MonotonicTime.now()
        while !stop.isRequested || !session.isBetweenTransactions, !isFinished {
            isFinished = try !session.step()
            // What is still being read, or applied, is no pause.
            if !session.isIdle { lastArrival = .now() }
            if isIdle(since: lastArrival) { isFinished = true }
            count(session.watermark, since: &counted)
            nameOmittedTables(session)
            sayNotices(of: session)
            report(session)
        }
    }

    private func count(_ current: ProgressLedger.Watermark, since counted: inout ProgressLedger.Watermark) {
        guard current != counted else { return }
        backOff.reset()
        applied = current.position
        counters.add(
            transactions: current.transactions - counted.transactions,
            rows: current.rows - counted.rows,
            bytes: 0
        )
        counters.reached(current.position, commitTime: current.commitTime)
        counted = current
    }

    /// Each table once, when the first of its changes has come.
    private func nameOmittedTables(_ session: ReplaySession) {
        let rows = session.omittedRows
        guard rows.count > 0 else { return }
        for table in rows.keys where omittedTables.insert(table).inserted {
            log.info("the changes of \(table) are left out, as mapping.include and mapping.exclude say")
        }
    }

    private func report(_ session: ReplaySession) {
        guard MonotonicTime.now() >= nextReport else { return }
        reportChoices(session)
        nextReport = MonotonicTime.now().adding(milliseconds: options.progressIntervalMilliseconds)
        if let line = progressReport.line(counters.snapshot, at: .now()) { log.info("\(line)") }
    }

    /// Tables of the source that have changed, and columns that are left out.
    private func sayNotices(of session: ReplaySession) {
        for notice in session.takeNotices() { log.notice("\(notice)") }
    }

    /// What a policy changes, or keeps from the target, is never done without a word.
    private func reportChoices(_ session: ReplaySession) {
        for (note, count) in session.takeMisfits() { log.notice("\(note.sentence(ofMore: count))") }
        for sentence in session.takeOmissions().sentences { log.notice("\(sentence)") }
        for (use, count) in session.takePolicyUses().sorted {
            log.notice(
                "\(use.column): the policy \(use.policy.rawValue) settled \(count) values (\(use.misfit.rawValue))"
            )
        }
    }
}
