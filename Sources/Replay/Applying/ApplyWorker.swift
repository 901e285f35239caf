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
    let number: Int
    let options: ReplayOptions
    let stream: SessionStream
    private let queue: WorkerQueue
    let session: TargetSession
    private let stop: StopRequest
    let log: Logger
    var writer: GroupWriter
    var rows: RowApplier
    /// What policies kept from the transaction that is being written.
    var omissions = Omissions()
    /// What policies made of its values.
    private var policyUses = PolicyUses()
    var counterRestarts: CounterRestarts
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

    func apply(_ group: [SourceTransaction]) throws(ReplayError) {
        // What the session gave up before this group may be what has to come first.
        guard !stream.ledger.isAbandoned else { return }
        if case .giant(let giant) = group[0].content { return try apply(giant, group[0]) }
        if group[0].standsAlone || options.checksForeignKeys { return try applyOneByOne(group) }
        var rest = group[...]
        while let first = rest.first {
            // What was given up may be what has to come first.
            guard !stream.ledger.isAbandoned else { return }
            // Asked again after each step: what has just been applied may have left something behind.
            let free = rest.prefix { !isHeldBack($0) }
            if free.isEmpty { try applyOneByOne([first]) } else { try applyTogether(Array(free)) }
            rest = rest.dropFirst(max(1, free.count))
        }
    }

    /// Whether the transaction touches what is held in the quarantine.
    private func isHeldBack(_ transaction: SourceTransaction) -> Bool {
        guard let quarantine = stream.quarantine, quarantine.isHolding,
            case .whole(let planned, let records) = transaction.content
        else { return false }
        return quarantine.touches(planned, records)
    }

    private func applyTogether(_ group: [SourceTransaction]) throws(ReplayError) {
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

    var mayGoOn: Bool { !stop.isRequested && !stream.ledger.isAbandoned }

    /// Waits a growing while before the next try, unless there will be none.
    func pause(_ reason: ReplayError) {
        let delay = backOff.next()
        log.warning("\(reason); trying again in \(delay) ms")
        let end = MonotonicTime.now().adding(milliseconds: delay)
        while mayGoOn, MonotonicTime.now() < end { stop.wait(milliseconds: min(delay, 100)) }
    }

    /// After the COMMIT.
    func complete(_ transactions: [SourceTransaction]) {
        // Before anybody may run who has to find it.
        if let aside = rows.aside, let quarantine = stream.quarantine { say(quarantine.publish(aside)) }
        rows.aside = nil
        stream.ledger.note(policyUses.take())
        stream.ledger.note(omissions.take())
        stream.ledger.complete(transactions, by: number)
    }

    private func say(_ notes: [MisfitNote: SetAside.First]) {
        for (note, first) in notes { log.notice("\(note.sentence(of: first))") }
    }

    /// What the transaction, all of which is written, must say of the policies' work.
    func policyUsesStatements() -> [String] {
        policyUses = takePolicyUses()
        return stream.policyUsesStatements(worker: number, policyUses)
    }

    private func takePolicyUses() -> PolicyUses {
        var uses = writer.takePolicyUses()
        uses.merge(rows.takePolicyUses())
        return uses
    }

    /// Forgets what was to be said of a try that failed.
    func discard() {
        rows.discard()
        _ = takePolicyUses()
        _ = policyUses.take()
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
        for sql in policyUsesStatements() { writer.append(sql: sql, expecting: nil) }
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
