internal import ChangeModel
internal import Logging
internal import MySQLClient
internal import Threading

/// One worker of a replay: a thread with a connection of its own that takes groups of transactions from its queue and commits each with its
/// progress.
///
/// A group that the server refuses for passing reasons is tried again as it is. One with a row that does not fit is halved until the
/// transaction is alone, and that one is applied row by row, so that the error names the row; everything else of the group is applied.
final class ApplyWorker {
    private let number: Int
    private let options: ReplayOptions
    private let stream: SessionStream
    private let queue: WorkerQueue
    private let session: TargetSession
    private let stop: StopRequest
    private let log: Logger
    private var writer: GroupWriter
    private var rows: RowApplier
    /// What policies kept from the transaction that is being written.
    private var omissions = Omissions()
    private var counterRestarts: CounterRestarts
    private var backOff: BackOff

    /// How long a worker holds its row locks while it waits for its turn to commit.
    private static let turnMilliseconds = 1_000

    private init(
        number: Int,
        options: ReplayOptions,
        stream: SessionStream,
        queue: WorkerQueue,
        stop: StopRequest,
        log: Logger
    ) throws(MySQLError) {
        self.number = number
        self.options = options
        self.stream = stream
        self.queue = queue
        self.stop = stop
        self.log = log
        session = try TargetSession(options)
        writer = GroupWriter(session: session, options: options)
        rows = RowApplier(session: session, options: options)
        counterRestarts = CounterRestarts(session: session, mapping: options.mapping)
        backOff = BackOff(limitMilliseconds: options.retryDelayMaxMilliseconds)
    }

    /// Connects, and applies what comes through the queue until that is closed.
    static func run(
        _ number: Int,
        _ options: ReplayOptions,
        _ stream: SessionStream,
        _ queue: WorkerQueue,
        _ stop: StopRequest,
        _ log: Logger
    ) throws(ReplayError) {
        let worker: ApplyWorker
        do throws(MySQLError) {
            worker = try ApplyWorker(
                number: number,
                options: options,
                stream: stream,
                queue: queue,
                stop: stop,
                log: log
            )
        } catch {
            throw .target(error)
        }
        try worker.run()
    }

    private func run() throws(ReplayError) {
        let limits = WorkerQueue.GroupLimits(
            transactions: options.groupTransactions,
            rows: options.groupRows,
            bytes: options.queueBytes / 4,
            isContiguous: options.commitsInSourceOrder
        )
        while let group = queue.nextGroup(limits) {
            try apply(group)
            queue.finished(group)
        }
    }

    private func apply(_ group: [SourceTransaction]) throws(ReplayError) {
        // What the session gave up before this group may be what has to come first.
        guard !stream.ledger.isAbandoned else { return }
        if case .giant(let giant) = group[0].content { return try apply(giant, group[0]) }
        if group[0].standsAlone || options.checksForeignKeys { return try applyOneByOne(group) }
        do throws(ApplyFailure) {
            try retrying { () throws(ApplyFailure) in try commitFast(group) }
        } catch {
            switch error {
            case .target(let failure): throw .target(failure)
            case .commit(let failure): throw .commit(failure)
            case .displaced: throw stream.displaced
            case .abandoned: return
            case .rows, .load: try divide(group)
            }
        }
    }

    /// Something of the group does not fit: each half by itself, down to one transaction.
    private func divide(_ group: [SourceTransaction]) throws(ReplayError) {
        log.debug(
            "a group of \(group.count) transactions was refused and undone; looking for the one that does not fit"
        )
        guard group.count > 1 else { return try applyOneByOne(group) }
        try apply(Array(group[..<(group.count / 2)]))
        try apply(Array(group[(group.count / 2)...]))
    }

    /// Runs `body` again while what stops it passes: deadlocks, lock waits, a full disk. Nothing is left of a try that failed.
    private func retrying(_ body: () throws(ApplyFailure) -> Void) throws(ApplyFailure) {
        while true {
            do throws(ApplyFailure) {
                try body()
                return backOff.reset()
            } catch {
                guard case .target(let failure) = error else {
                    if case .commit = error { throw error }
                    try undo()
                    throw error
                }
                guard RetryPolicy.isForTheGroup(failure), mayGoOn else { throw error }
                try undo()
                pause(ReplayError.target(failure))
            }
        }
    }

    private var mayGoOn: Bool { !stop.isRequested && !stream.ledger.isAbandoned }

    /// Waits a growing while before the next try, unless there will be none.
    private func pause(_ reason: ReplayError) {
        let delay = backOff.next()
        log.warning("\(reason); trying again in \(delay) ms")
        let end = MonotonicTime.now().adding(milliseconds: delay)
        while mayGoOn, MonotonicTime.now() < end { stop.wait(milliseconds: min(delay, 100)) }
    }

    /// After the COMMIT.
    private func complete(_ transactions: [SourceTransaction]) {
        stream.ledger.note(takePolicyUses())
        stream.ledger.note(omissions.take())
        stream.ledger.complete(transactions, by: number)
    }

    private func takePolicyUses() -> PolicyUses {
        var uses = writer.takePolicyUses()
        uses.merge(rows.takePolicyUses())
        return uses
    }

    /// Forgets what was to be said of a try that failed.
    private func discard() {
        rows.discard()
        _ = takePolicyUses()
        _ = omissions.take()
        counterRestarts.discard()
    }

    private func undo() throws(ApplyFailure) {
        discard()
        do throws(MySQLError) { try session.connection.execute("ROLLBACK") } catch { throw .target(error) }
    }
}

/// The fast way: many transactions at once.
extension ApplyWorker {
    private func commitFast(_ group: [SourceTransaction]) throws(ApplyFailure) {
        do throws(ApplyFailure) {
            try write(group)
        } catch {
            guard case .load = error else { throw error }
            // Once more without loads: what they refused, or what they would have changed, a statement may take.
            try undo()
            let loadsData = writer.loadsData
            writer.loadsData = false
            defer { writer.loadsData = loadsData }
            try write(group)
        }
        try commit(group)
    }

    /// Everything but the COMMIT.
    private func write(_ group: [SourceTransaction]) throws(ApplyFailure) {
        writer.begin()
        for transaction in group {
            guard case .whole(let planned, let records) = transaction.content else {
                preconditionFailure("a giant comes alone")
            }
            writer.add(planned, records)
            omissions.count(planned, records)
        }
        writer.append(sql: "START TRANSACTION", expecting: 0)
        try writer.write()
        writer.append(sql: stream.progressStatement(worker: number, committing: group), expecting: 1)
        try writer.flush()
    }

    private func commit(_ group: [SourceTransaction]) throws(ApplyFailure) {
        if options.commitsInSourceOrder { try waitForTurn(group) }
        do throws(MySQLError) { try session.connection.execute("COMMIT") } catch { throw .commit(error) }
        complete(group)
    }

    /// Everything before the group commits first. A worker that would hold its row locks for long gives them back and writes the group again.
    private func waitForTurn(_ group: [SourceTransaction]) throws(ApplyFailure) {
        guard !stream.ledger.waitUntilDone(before: group[0].ticket, milliseconds: Self.turnMilliseconds) else { return }
        try undo()
        guard stream.ledger.waitUntilDone(before: group[0].ticket) else { throw .abandoned }
        try write(group)
    }
}

/// The exact way: one transaction, row by row.
extension ApplyWorker {
    private func applyOneByOne(_ group: [SourceTransaction]) throws(ReplayError) {
        for transaction in group {
            guard case .whole(let planned, let records) = transaction.content else {
                preconditionFailure("a giant comes alone")
            }
            // What is refused now is not refused for want of something that is still under way.
            guard stream.ledger.waitUntilDone(before: transaction.ticket) else { return }
            try exactly { () throws(ReplayError) in
                try self.begin()
                try self.write(planned, records, at: transaction.commit.position)
                try self.finish(transaction)
            }
        }
    }

    /// Runs `body`, again where a passing reason stops it, and leaves nothing of a try that failed.
    private func exactly(_ body: () throws(ReplayError) -> Void) throws(ReplayError) {
        while true {
            do throws(ReplayError) {
                return try body()
            } catch {
                if case .commit = error { throw error }
                let passing = error.serverError.map { RetryPolicy.isForTheGroup($0) } ?? false
                if error.serverError == nil || passing { try undoExactly() }
                if error.isAboutData { try requireProgress() }
                guard passing, mayGoOn else { throw error }
                pause(error)
            }
        }
    }

    /// A row that does not fit may be the work of another replay, which has taken the stream over.
    private func requireProgress() throws(ReplayError) {
        var isOurs = false
        try asking { () throws(MySQLError) in
            isOurs = try stream.table.holds(
                stream: stream.name,
                worker: number,
                epoch: stream.epoch,
                on: session.connection
            )
        }
        guard isOurs else { throw stream.displaced }
    }

    private func undoExactly() throws(ReplayError) {
        discard()
        try asking { () throws(MySQLError) in _ = try session.connection.execute("ROLLBACK") }
    }

    private func begin() throws(ReplayError) {
        try asking { () throws(MySQLError) in _ = try session.connection.execute("START TRANSACTION") }
    }

    private func write(_ planned: PlannedBatch, _ records: Range<Int>, at position: LSN) throws(ReplayError) {
        omissions.count(planned, records)
        for record in records {
            switch planned.batch.records[record] {
            case .row: try rows.apply(record, of: planned, at: position)
            case .truncate(let index): try meet(planned.batch.truncations[index], at: position)
            case .schemaChange(let index): try meet(planned.batch.schemaChanges[index], at: position)
            case .begin, .commit, .position: preconditionFailure("a transaction holds changes")
            }
        }
    }

    private func meet(_ truncation: Truncation, at position: LSN) throws(ReplayError) {
        let tables = truncation.tables.filter(options.mapping.isIncluded)
        switch options.truncations {
        case .apply:
            try rows.truncate(truncation, at: position)
            counterRestarts.note(truncation)
        case .stop: throw .truncated(tables: tables, position: position)
        case .ignore:
            for table in tables {
                log.notice("the transaction at \(position) empties \(table); ignored, as replay.truncate says")
                omissions.count(truncationOf: table)
            }
        }
    }

    /// What the statement does to MySQL's tables nobody but the operator can say.
    private func meet(_ change: SchemaChange, at position: LSN) throws(ReplayError) {
        guard !options.stopsAtSchemaChanges else { throw .schemaChanged(kind: change.kind, position: position) }
        log.notice(
            "the transaction at \(position) changes the source's schema (\(change.kind)); ignored, as replay.schema_changes says"
        )
    }

    private func finish(_ transaction: SourceTransaction) throws(ReplayError) {
        try rows.finish()
        let sql = stream.progressStatement(worker: number, committing: [transaction])
        var outcome = StatementOutcome(affectedRows: 0, warningCount: 0)
        try asking { () throws(MySQLError) in outcome = try session.connection.execute(sql) }
        guard outcome.affectedRows == 1 else { throw stream.displaced }
        do throws(MySQLError) { try session.connection.execute("COMMIT") } catch { throw .commit(error) }
        complete([transaction])
        counterRestarts.perform(log)
    }

    private func asking(_ body: () throws(MySQLError) -> Void) throws(ReplayError) {
        do throws(MySQLError) { try body() } catch { throw .target(error) }
    }
}

/// Giants: their rows are written as they come, and only the end of them commits.
extension ApplyWorker {
    private func apply(_ giant: GiantTransaction, _ transaction: SourceTransaction) throws(ReplayError) {
        try begin()
        var rowCount = 0
        var isWhole = false
        while !isWhole, case .element(let piece) = giant.pieces.pop() {
            switch piece {
            case .commit: isWhole = true
            case .rows(let planned, let records):
                rowCount += records.count
                try write(planned, records, of: transaction)
            }
        }
        guard isWhole else { return try undoExactly() }
        var applied = transaction
        applied.rowCount = rowCount
        try finish(applied)
    }

    /// A piece of it: the fast way where its rows' keys are known.
    private func write(
        _ planned: PlannedBatch,
        _ records: Range<Int>,
        of transaction: SourceTransaction
    ) throws(ReplayError) {
        guard !transaction.standsAlone else {
            return try write(planned, records, at: transaction.commit.position)
        }
        guard !options.checksForeignKeys, planned.isKnown(records) else {
            return try writeWithoutKeys(planned, records, at: transaction.commit.position)
        }
        writer.begin()
        writer.add(planned, records)
        omissions.count(planned, records)
        do throws(ApplyFailure) {
            try writer.write()
            try writer.flush()
        } catch {
            switch error {
            case .target(let failure), .commit(let failure): throw .target(failure)
            case .rows, .load, .displaced, .abandoned: throw .giantRefused(position: transaction.commit.position)
            }
        }
    }

    /// What follows may be written the fast way, which does not know of rows that wait for their place: none may be left over.
    private func writeWithoutKeys(_ planned: PlannedBatch, _ records: Range<Int>, at position: LSN) throws(ReplayError)
    {
        do throws(ReplayError) {
            try write(planned, records, at: position)
            try rows.finish()
        } catch {
            // Perhaps the place that a row waits for is given back by a later piece.
            throw error.isAboutData ? .giantRefused(position: position) : error
        }
    }
}
