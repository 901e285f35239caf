internal import ChangeModel
internal import Threading

/// Takes the stream's transactions in order and gives each to a worker, so that those with a conflict key in common keep their order.
///
/// A transaction that conflicts with what one worker has under way joins that worker's queue; one that conflicts with several waits until one
/// is left. What cannot be told by its keys (TRUNCATE, DDL, a giant, a row without identity) waits until nothing is under way, and the next
/// transaction waits for it.
struct Dispatcher {
    private let options: ReplayOptions
    private let end: EndOfReplay
    private let ledger: ProgressLedger
    private let queues: [WorkerQueue]
    private let applied: AppliedRanges
    /// Transactions that were refused as a whole, and what is known of their rows: they are applied row by row.
    private let suspects: [LSN: Suspicion]
    private var detector: ConflictDetector
    private var governor = ParallelismGovernor()
    private var completed: [UInt64]
    /// Handed on together, for one wake-up.
    private var outgoing: [[SourceTransaction]]
    private var preferred = 0
    private var open: OpenTransaction?

    /// A transaction whose commit is in a later batch.
    private struct OpenTransaction {
        let commit: TransactionCommit
        /// nil where an earlier session has applied it.
        let giant: GiantTransaction?
    }

    init(
        options: ReplayOptions,
        progress: ProgressTable.Progress,
        ledger: ProgressLedger,
        queues: [WorkerQueue],
        suspects: [LSN: Suspicion]
    ) {
        self.options = options
        end = EndOfReplay(position: options.untilPosition, time: options.untilTime)
        self.ledger = ledger
        self.queues = queues
        self.suspects = suspects
        applied = progress.above
        detector = ConflictDetector(workerCount: queues.count)
        completed = Array(repeating: 0, count: queues.count)
        outgoing = Array(repeating: [], count: queues.count)
    }

    enum Outcome {
        case goOn
        /// The first transaction behind the end was met, and not dispatched.
        case reachedEnd
        /// A worker has failed.
        case abandoned
    }

    /// The commit of the transaction that the last batch left open; nil where all of the last one was seen.
    var openCommit: LSN? { open?.commit.position }

    /// Dispatches the batch's transactions. An error is about the transaction that it names; everything before it is in the target.
    mutating func dispatch(_ planned: PlannedBatch) throws(ReplayError) -> Outcome {
        learnCompletions()
        choosePreferred()
        var record = 0
        while record < planned.batch.records.count {
            let outcome = try dispatchNext(planned, &record)
            guard case .goOn = outcome else {
                handOn()
                return outcome
            }
        }
        handOn()
        return .goOn
    }

    private mutating func dispatchNext(_ planned: PlannedBatch, _ record: inout Int) throws(ReplayError) -> Outcome {
        if open != nil { return try goOnWithOpen(planned, &record) }
        switch planned.batch.records[record] {
        case .position(let position):
            record += 1
            return noteDone(
                ProgressLedger.Step(position: position, commitTime: nil, isTransaction: false, isDone: true)
            )
        case .begin(let begin):
            guard let commit = begin.commit else { preconditionFailure("a spool's reader knows every commit") }
            guard !end.isBefore(commit) else { return .reachedEnd }
            let first = record + 1
            let last = planned.batch.endOfTransaction(from: first)
            record = last.map { $0 + 1 } ?? planned.batch.records.count
            guard let last else { return try beginGiant(planned, first..<record, commit) }
            return try dispatch(planned, first..<last, commit)
        case .row, .truncate, .schemaChange, .commit:
            preconditionFailure("a record stands in a transaction")
        }
    }

    private mutating func dispatch(
        _ planned: PlannedBatch,
        _ records: Range<Int>,
        _ commit: TransactionCommit
    ) throws(ReplayError) -> Outcome {
        if records.isEmpty || applied.contains(commit.position) {
            return noteDone(commit.step(isNew: !applied.contains(commit.position), isDone: true))
        }
        if let fault = planned.fault, fault.record < records.upperBound {
            guard settle() else { return .abandoned }
            throw fault.error
        }
        let isLonely = suspects[commit.position] != nil || !planned.isKnown(records)
        guard isLonely ? settle() : makeRoom() else { return .abandoned }
        guard let worker = isLonely ? 0 : chooseWorker(planned, records) else { return .abandoned }
        // With its begin and its commit.
        let bytes = planned.byteCount(of: records.count + 2)
        let ticket = ledger.append(commit.step(), bytes: bytes)
        if !isLonely {
            planned.withKeys(of: records) { detector.admit($0, ticket: ticket, worker: worker) }
        }
        outgoing[worker].append(
            SourceTransaction(
                content: .whole(planned, records),
                commit: commit,
                ticket: ticket,
                rowCount: records.count,
                bytes: bytes,
                standsAlone: isLonely
            )
        )
        return !isLonely || settle() ? .goOn : .abandoned
    }

    /// Nothing has to be done for it, but it is remembered until what stands before it is done: that takes room too.
    private mutating func noteDone(_ step: ProgressLedger.Step) -> Outcome {
        guard makeRoom() else { return .abandoned }
        _ = ledger.append(step)
        return .goOn
    }
}

/// Choosing and waiting.
extension Dispatcher {
    /// Whoever has least to do takes what is free to choose: a batch's transactions stay together, so that they make long statements.
    private mutating func choosePreferred() {
        let width = governor.width(of: queues.count)
        preferred = (0..<width).min { queues[$0].load < queues[$1].load } ?? 0
    }

    /// nil when a worker has failed.
    private mutating func chooseWorker(_ planned: PlannedBatch, _ records: Range<Int>) -> Int? {
        while true {
            switch planned.withKeys(of: records, { detector.blockers(of: $0) }) {
            case .none:
                governor.countTransaction()
                return preferred
            case .one(let worker) where worker == preferred || !options.commitsInSourceOrder:
                governor.countTransaction()
                return worker
            case .one, .several:
                // Perhaps what stands in the way is done by now.
                if learnCompletions() { continue }
                governor.countWait()
                handOn()
                guard ledger.waitForCompletion(since: completed) else { return nil }
            }
        }
    }

    /// Whether a worker has completed something since the last time.
    @discardableResult
    private mutating func learnCompletions() -> Bool {
        let before = completed
        ledger.completedTickets(into: &completed)
        for worker in completed.indices { detector.complete(worker: worker, through: completed[worker]) }
        return completed != before
    }

    /// Waits until nothing is under way; false when a worker has failed.
    private mutating func settle() -> Bool {
        handOn()
        return ledger.waitUntilSettled()
    }

    /// Waits until less is under way than the limits; false when a worker has failed.
    private mutating func makeRoom() -> Bool {
        if ledger.hasRoom(options) { return true }
        handOn()
        return ledger.waitForRoom(options)
    }

    private mutating func handOn() {
        for worker in outgoing.indices where !outgoing[worker].isEmpty {
            queues[worker].append(outgoing[worker])
            outgoing[worker].removeAll(keepingCapacity: true)
        }
    }
}

/// Transactions that are larger than a batch.
extension Dispatcher {
    private mutating func beginGiant(
        _ planned: PlannedBatch,
        _ records: Range<Int>,
        _ commit: TransactionCommit
    ) throws(ReplayError) -> Outcome {
        guard !applied.contains(commit.position) else {
            open = OpenTransaction(commit: commit, giant: nil)
            return .goOn
        }
        guard settle() else { return .abandoned }
        let giant = GiantTransaction(queueBytes: options.queueBytes)
        let ticket = ledger.append(commit.step())
        queues[0].append([
            SourceTransaction(
                content: .giant(giant),
                commit: commit,
                ticket: ticket,
                rowCount: 0,
                bytes: 0,
                standsAlone: suspects[commit.position] != nil,
                suspicion: suspects[commit.position] ?? Suspicion()
            )
        ])
        open = OpenTransaction(commit: commit, giant: giant)
        return try handOn(planned, records, to: giant)
    }

    private mutating func goOnWithOpen(_ planned: PlannedBatch, _ record: inout Int) throws(ReplayError) -> Outcome {
        guard let current = open else { return .goOn }
        let last = planned.batch.endOfTransaction(from: record)
        let records = record..<(last ?? planned.batch.records.count)
        record = last.map { $0 + 1 } ?? planned.batch.records.count
        if let giant = current.giant {
            let outcome = try handOn(planned, records, to: giant)
            guard case .goOn = outcome else { return outcome }
        }
        guard last != nil else { return .goOn }
        open = nil
        guard let giant = current.giant else { return noteDone(current.commit.step(isNew: false, isDone: true)) }
        guard push(.commit, cost: 1, to: giant) else { return .abandoned }
        return settle() ? .goOn : .abandoned
    }

    private func handOn(
        _ planned: PlannedBatch,
        _ records: Range<Int>,
        to giant: GiantTransaction
    ) throws(ReplayError) -> Outcome {
        if let fault = planned.fault, fault.record < records.upperBound { throw fault.error }
        return push(.rows(planned, records), cost: planned.batch.footprintBytes, to: giant) ? .goOn : .abandoned
    }

    /// False when a worker has failed.
    private func push(_ piece: GiantTransaction.Piece, cost: Int, to giant: GiantTransaction) -> Bool {
        while !ledger.isAbandoned {
            if giant.pieces.push(piece, cost: cost, milliseconds: 1_000) == .accepted { return true }
        }
        return false
    }

    /// Lets go of a giant that will not be finished: its worker rolls it back.
    func abandon() {
        open?.giant?.pieces.discard()
    }
}

extension ChangeBatch {
    /// Where the commit of the transaction that is open at `start` stands; nil where it is not in this batch.
    fileprivate func endOfTransaction(from start: Int) -> Int? {
        var index = start
        while index < records.count {
            if case .commit = records[index] { return index }
            index += 1
        }
        return nil
    }
}

extension TransactionCommit {
    fileprivate func step(isNew: Bool = true, isDone: Bool = false) -> ProgressLedger.Step {
        ProgressLedger.Step(position: position, commitTime: time, isTransaction: isNew, isDone: isDone)
    }
}
