internal import ChangeModel
internal import Threading

/// What a session has dispatched, and what of it is done: from this come the low watermark and each worker's progress row.
///
/// Contract: `watermark` never passes a transaction that is not committed in the target. Dispatching appends in the stream's order; workers
/// complete in any order, each its own in order.
///
/// `@unchecked Sendable` because everything mutable is touched only with `condition`'s lock held.
final class ProgressLedger: @unchecked Sendable {
    /// One step of the stream: a transaction, or a position at which nothing happens.
    struct Step {
        let position: LSN
        let commitTime: CommitTime?
        /// A transaction that counts: not a position, and not one that an earlier session has applied.
        let isTransaction: Bool
        /// Nothing has to be applied for it.
        var isDone: Bool
    }

    /// Everything up to here is in the target, and so many transactions and rows were applied since the session began.
    struct Watermark: Equatable {
        var position: LSN
        var commitTime: CommitTime?
        var transactions = 0
        var rows = 0
    }

    private struct Worker {
        /// Its runs above the watermark: of tickets, and of positions beside them.
        var runs: [(lastTicket: UInt64, range: PositionRange)] = []
        var completedThrough: UInt64 = 0
        var transactions: UInt64 = 0
        var rows: UInt64 = 0
    }

    private let condition = Condition()
    /// Steps above the watermark; the first has the ticket `firstTicket`.
    private var steps: [Step] = []
    private var firstStep = 0
    private var firstTicket: UInt64 = 1
    private var watermark: Watermark
    private var workers: [Worker]
    /// What an earlier session applied above the watermark: in the first worker's row until the watermark has passed it.
    private var inherited: AppliedRanges
    /// Bytes of transactions that are dispatched and not done.
    private var bytesUnderway = 0
    private var wasAbandoned = false
    private var policyUses = PolicyUses()
    private var omissions = Omissions()

    init(progress: ProgressTable.Progress, workerCount: Int) {
        watermark = Watermark(position: progress.position, commitTime: progress.commitTime)
        inherited = progress.above
        workers = Array(repeating: Worker(), count: workerCount)
        workers[0].transactions = progress.transactions
        workers[0].rows = progress.rows
    }

    /// Notes the next step of the stream and gives its ticket.
    func append(_ step: Step, bytes: Int = 0) -> UInt64 {
        condition.withLock {
            steps.append(step)
            bytesUnderway += bytes
            let ticket = firstTicket + UInt64(steps.count - firstStep) - 1
            // A transaction without changes is not counted in a worker's row: no commit of ours says that it was met.
            if step.isDone { advance() }
            return ticket
        }
    }

    /// A worker has committed transactions, given in order.
    func complete(_ transactions: [SourceTransaction], by worker: Int) {
        condition.withLock {
            for transaction in transactions {
                steps[place(of: transaction.ticket)].isDone = true
                note(transaction, for: worker)
                bytesUnderway -= transaction.bytes
                watermark.rows += transaction.rowCount
            }
            workers[worker].completedThrough = max(workers[worker].completedThrough, transactions.last?.ticket ?? 0)
            advance()
        }
        condition.wakeAll()
    }

    /// What the worker's row must say in the transaction that is going to commit `transactions`: how far the target will be then.
    func progress(of worker: Int, committing transactions: [SourceTransaction]) -> WorkerProgress {
        condition.withLock {
            let kept = workers[worker]
            defer { workers[worker] = kept }
            for transaction in transactions { note(transaction, for: worker) }
            let reached = watermark(committing: transactions)
            var row = WorkerProgress(position: reached.position, commitTime: reached.commitTime)
            var ranges = AppliedRanges(workers[worker].runs.map(\.range))
            if worker == 0 { ranges = AppliedRanges.union([ranges, inherited]) }
            row.above = ranges.encoded(above: reached.position)
            row.transactions = workers[worker].transactions
            row.rows = workers[worker].rows
            return row
        }
    }

    /// The watermark once the transactions, given in order, are committed too.
    private func watermark(committing transactions: [SourceTransaction]) -> Watermark {
        var reached = watermark
        var next = 0
        var ticket = firstTicket
        for step in steps[firstStep...] {
            let isCommitted = next < transactions.count && transactions[next].ticket == ticket
            guard step.isDone || isCommitted else { break }
            if isCommitted { next += 1 }
            reached.position = max(reached.position, step.position)
            reached.commitTime = step.commitTime ?? reached.commitTime
            ticket += 1
        }
        return reached
    }

    private func place(of ticket: UInt64) -> Int {
        precondition(ticket >= firstTicket, "a transaction is completed once")
        return firstStep + Int(ticket - firstTicket)
    }

    private func note(_ transaction: SourceTransaction, for worker: Int) {
        let position = transaction.commit.position
        if let last = workers[worker].runs.last, last.lastTicket + 1 == transaction.ticket {
            workers[worker].runs[workers[worker].runs.count - 1].lastTicket = transaction.ticket
            workers[worker].runs[workers[worker].runs.count - 1].range.extend(to: position)
        } else {
            workers[worker].runs.append((transaction.ticket, PositionRange(position, position)))
        }
        workers[worker].transactions += 1
        workers[worker].rows += UInt64(transaction.rowCount)
    }

    private func advance() {
        let before = firstStep
        while firstStep < steps.count, steps[firstStep].isDone {
            let step = steps[firstStep]
            if step.isTransaction { watermark.transactions += 1 }
            watermark.position = max(watermark.position, step.position)
            watermark.commitTime = step.commitTime ?? watermark.commitTime
            firstStep += 1
        }
        guard firstStep > before else { return }
        firstTicket += UInt64(firstStep - before)
        if firstStep * 2 >= steps.count {
            steps.removeFirst(firstStep)
            firstStep = 0
        }
        let position = watermark.position
        for worker in workers.indices where workers[worker].runs.first.map({ $0.range.last <= position }) == true {
            workers[worker].runs.removeAll { $0.range.last <= position }
        }
        if !inherited.isEmpty { inherited = inherited.above(position) }
    }
}

/// What the dispatcher and the session ask and wait for.
extension ProgressLedger {
    /// The progress of a target that has done everything: for a row that is written while nothing is under way.
    func settledProgress() -> WorkerProgress? {
        condition.withLock {
            guard firstStep == steps.count else { return nil }
            var row = WorkerProgress(position: watermark.position, commitTime: watermark.commitTime)
            row.above = inherited.encoded(above: watermark.position)
            row.transactions = workers[0].transactions
            row.rows = workers[0].rows
            return row
        }
    }

    var currentWatermark: Watermark { condition.withLock { watermark } }

    var isSettled: Bool { condition.withLock { firstStep == steps.count } }

    /// For each worker the ticket up to which its transactions are done.
    func completedTickets(into tickets: inout [UInt64]) {
        let found = condition.withLock { workers.map(\.completedThrough) }
        tickets = found
    }

    /// Waits until nothing is under way; false when the session was given up or the time is over.
    func waitUntilSettled(milliseconds: Int? = nil) -> Bool {
        wait(milliseconds) { firstStep == steps.count }
    }

    /// Waits until everything before `ticket` is done; false when the session was given up or the time is over.
    func waitUntilDone(before ticket: UInt64, milliseconds: Int? = nil) -> Bool {
        wait(milliseconds) { firstTicket >= ticket }
    }

    /// Waits until a worker has completed something since `tickets` was read; false when the session was given up.
    func waitForCompletion(since tickets: [UInt64]) -> Bool {
        wait(nil) { workers.indices.contains { workers[$0].completedThrough > tickets[$0] } }
    }

    /// Whether less is under way than the limits allow.
    func hasRoom(_ options: ReplayOptions) -> Bool {
        condition.withLock { isWithin(options) }
    }

    /// Waits for that; false when the session was given up.
    func waitForRoom(_ options: ReplayOptions) -> Bool {
        wait(nil) { isWithin(options) }
    }

    private func isWithin(_ options: ReplayOptions) -> Bool {
        bytesUnderway <= options.queueBytes && steps.count - firstStep <= options.transactionsUnderwayMax
    }

    /// Values of committed rows that policies have changed.
    func note(_ uses: PolicyUses) {
        guard !uses.isEmpty else { return }
        condition.withLock { policyUses.merge(uses) }
    }

    /// What was noted since the last time.
    func takePolicyUses() -> PolicyUses {
        condition.withLock { policyUses.take() }
    }

    /// What policies kept from the target, of committed transactions.
    func note(_ omissions: Omissions) {
        guard omissions != Omissions() else { return }
        condition.withLock { self.omissions.merge(omissions) }
    }

    /// What was noted since the last time.
    func takeOmissions() -> Omissions {
        condition.withLock { omissions.take() }
    }

    /// Ends every wait: a worker has failed.
    func abandon() {
        condition.withLock { wasAbandoned = true }
        condition.wakeAll()
    }

    var isAbandoned: Bool { condition.withLock { wasAbandoned } }

    private func wait(_ milliseconds: Int?, until isTrue: () -> Bool) -> Bool {
        let deadline = milliseconds.map { MonotonicTime.now().adding(milliseconds: $0) }
        return condition.withLock {
            while !isTrue() {
                if wasAbandoned { return false }
                guard condition.wait(until: deadline) else { return isTrue() }
            }
            return true
        }
    }
}
