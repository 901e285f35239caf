internal import ChangeModel
internal import Synchronization
internal import TestSupport
internal import Testing
internal import Threading

@testable import Replay

struct ProgressLedgerTests {
    private func ledger(from position: UInt64 = 0, above: AppliedRanges = AppliedRanges(), workers: Int = 2)
        -> ProgressLedger
    {
        let progress = ProgressTable.Progress(
            stream: "s",
            position: LSN(position),
            above: above,
            commitTime: nil,
            transactions: 0,
            rows: 0
        )
        return ProgressLedger(progress: progress, workerCount: workers)
    }

    private func step(_ position: UInt64, isTransaction: Bool = true, isDone: Bool = false) -> ProgressLedger.Step {
        ProgressLedger.Step(
            position: LSN(position),
            commitTime: isTransaction ? CommitTime(microsecondsSinceEpoch: Int64(position)) : nil,
            isTransaction: isTransaction,
            isDone: isDone
        )
    }

    @Test func `the watermark stands before the first transaction that is not done`() {
        let ledger = ledger()
        for number in 1...4 { #expect(ledger.append(step(UInt64(number) * 100)) == UInt64(number)) }
        ledger.complete([.sample(2), .sample(3)], by: 1)
        #expect(ledger.currentWatermark.position == .zero)
        ledger.complete([.sample(1)], by: 0)
        #expect(ledger.currentWatermark.position == LSN(300))
        #expect(ledger.currentWatermark.transactions == 3)
        #expect(ledger.currentWatermark.rows == 3)
        #expect(ledger.currentWatermark.commitTime == CommitTime(microsecondsSinceEpoch: 300))
        #expect(!ledger.isSettled)
        ledger.complete([.sample(4)], by: 1)
        #expect(ledger.isSettled)
    }

    @Test func `what has nothing to be done moves the watermark at once, or when its turn comes`() {
        let ledger = ledger()
        _ = ledger.append(step(100, isDone: true))
        #expect(ledger.currentWatermark.position == LSN(100))
        let ticket = ledger.append(step(200))
        _ = ledger.append(step(300, isTransaction: false, isDone: true))
        #expect(ledger.currentWatermark.position == LSN(100))
        #expect(ledger.currentWatermark.transactions == 1)
        ledger.complete([.sample(ticket)], by: 0)
        #expect(ledger.currentWatermark.position == LSN(300))
        // A position has no time: that of the last transaction stands.
        #expect(ledger.currentWatermark.commitTime == CommitTime(microsecondsSinceEpoch: 200))
    }

    @Test
    func `a row says how far the target will be once its own transactions are there, and leaves the ledger as it was`()
    {
        let ledger = ledger()
        for number in 1...3 { _ = ledger.append(step(UInt64(number) * 100)) }
        ledger.complete([.sample(2)], by: 1)
        for _ in 0..<2 {
            let row = ledger.progress(of: 0, committing: [.sample(1, rows: 5)])
            #expect(row.position == LSN(200))
            #expect([row.transactions, row.rows] == [1, 5])
            #expect(row.above.isEmpty)
        }
        #expect(ledger.currentWatermark.position == .zero)
        let other = ledger.progress(of: 1, committing: [.sample(3)])
        #expect(other.position == .zero)
        #expect(AppliedRanges(other.above)?.ranges == [PositionRange(LSN(200), LSN(300))])
    }

    @Test func `settled progress is told only while nothing is under way`() {
        let ledger = ledger(from: 50, above: AppliedRanges([PositionRange(LSN(500), LSN(600))]))
        #expect(ledger.settledProgress()?.position == LSN(50))
        _ = ledger.append(step(100))
        #expect(ledger.settledProgress()?.position == nil)
        ledger.complete([.sample(1)], by: 1)
        let row = ledger.settledProgress()
        #expect(row?.position == LSN(100))
        #expect(AppliedRanges(row?.above ?? [])?.ranges == [PositionRange(LSN(500), LSN(600))])
    }

    @Test func `a worker's completed ticket is its last, and the other workers' are their own`() {
        let ledger = ledger(workers: 3)
        for number in 1...3 { _ = ledger.append(step(UInt64(number) * 100)) }
        ledger.complete([.sample(1), .sample(3)], by: 2)
        var tickets: [UInt64] = []
        ledger.completedTickets(into: &tickets)
        #expect(tickets == [0, 0, 3])
        #expect(ledger.waitForCompletion(since: [0, 0, 0]))
        #expect(ledger.waitUntilDone(before: 2))
        #expect(!ledger.waitUntilDone(before: 3, milliseconds: 0))
        #expect(!ledger.waitUntilSettled(milliseconds: 0))
    }

    @Test func `what is under way is bounded in bytes and in steps`() {
        var options = ReplayOptions.sample
        options.queueBytes = 250
        options.transactionsUnderwayMax = 3
        let ledger = ledger()
        for number in 1...2 { _ = ledger.append(step(UInt64(number) * 100), bytes: 100) }
        #expect(ledger.hasRoom(options))
        _ = ledger.append(step(300), bytes: 100)
        #expect(!ledger.hasRoom(options))
        ledger.complete([.sample(2)], by: 0)
        #expect(ledger.hasRoom(options))
        // Small ones, but many: the first is not done.
        _ = ledger.append(step(400), bytes: 0)
        #expect(!ledger.hasRoom(options))
        ledger.complete([.sample(1)], by: 1)
        #expect(ledger.hasRoom(options))
        #expect(ledger.waitForRoom(options))
    }

    @Test func `whoever waits is woken by a completion, and by the end of the session`() {
        for isAbandoned in [false, true] {
            let ledger = ledger()
            _ = ledger.append(step(100))
            _ = ledger.append(step(200))
            let agreeing = Atomic<Int>(0)
            let threads = (0..<3).map { kind in
                JoinedThread(name: "waiter") {
                    let answer =
                        switch kind {
                        case 0: ledger.waitUntilSettled()
                        case 1: ledger.waitUntilDone(before: 2)
                        default: ledger.waitForCompletion(since: [0, 0])
                        }
                    if answer != isAbandoned { agreeing.add(1, ordering: .sequentiallyConsistent) }
                }
            }
            if isAbandoned { ledger.abandon() } else { ledger.complete([.sample(1), .sample(2)], by: 0) }
            for thread in threads { thread.join() }
            #expect(agreeing.load(ordering: .sequentiallyConsistent) == 3)
            #expect(ledger.isAbandoned == isAbandoned)
        }
    }

    /// A session in memory: a ledger, workers with queues, and what each of them is about to commit.
    private struct Session {
        let ledger: ProgressLedger
        let applied: AppliedRanges
        var next: Int
        var queues: [[SourceTransaction]]
        var writing: [(group: [SourceTransaction], row: WorkerProgress)?]
        var committed: [[SourceTransaction]?]

        init(_ progress: ProgressTable.Progress, workers: Int, next: Int) {
            ledger = ProgressLedger(progress: progress, workerCount: workers)
            applied = progress.above
            self.next = next
            queues = Array(repeating: [], count: workers)
            writing = Array(repeating: nil, count: workers)
            committed = Array(repeating: nil, count: workers)
        }
    }

    private func randomStream(_ random: inout SeededGenerator) -> [SimulatedTarget.Transaction] {
        var position: UInt64 = 0
        return (0..<Int.random(in: 20...150, using: &random)).map { _ in
            position += UInt64.random(in: 1...1_000, using: &random)
            let rows = Int.random(in: 0...9, using: &random)
            return SimulatedTarget.Transaction(position: LSN(position), rows: rows < 2 ? 0 : rows)
        }
    }

    @Test(arguments: 1...150)
    func `after a crash at any moment the rows name exactly what is committed, from session to session`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let stream = randomStream(&random)
        var target = SimulatedTarget()
        // The last session ends well; those before it end anywhere.
        let crashes = Int.random(in: 0...4, using: &random)
        for number in 0...crashes {
            let workers = Int.random(in: 1...5, using: &random)
            let progress = target.takeOver(workers: workers)
            expectExactly(target, stream)
            let next = stream.firstIndex { $0.position > progress.position } ?? stream.count
            var session = Session(progress, workers: workers, next: next)
            let steps = number == crashes ? Int.max : Int.random(in: 0...400, using: &random)
            run(&session, stream, &target, steps: steps, &random)
        }
        let progress = target.progress
        #expect(target.committed == Set(stream.filter { !$0.isEmpty }.map(\.position)))
        #expect(progress.position == (stream.last?.position ?? .zero))
        #expect(progress.above.isEmpty)
        #expect(progress.rows == UInt64(stream.reduce(0) { $0 + $1.rows }))
    }

    private func run(
        _ session: inout Session,
        _ stream: [SimulatedTarget.Transaction],
        _ target: inout SimulatedTarget,
        steps: Int,
        _ random: inout SeededGenerator
    ) {
        var steps = steps
        while steps > 0, session.next < stream.count || !session.ledger.isSettled {
            steps -= 1
            let worker = Int.random(in: session.queues.indices, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0: dispatch(&session, stream, to: worker, &random)
            case 1: begin(&session, worker, &random)
            case 2: commit(&session, worker, &target, stream)
            default:
                // The worker says so some time after the commit: a crash may come before.
                guard let group = session.committed[worker].take() else { continue }
                session.ledger.complete(group, by: worker)
            }
            if Int.random(in: 0..<20, using: &random) == 0, let row = session.ledger.settledProgress() {
                target.note(row)
                expectExactly(target, stream)
            }
        }
        guard steps > 0, let row = session.ledger.settledProgress() else { return }
        target.note(row)
    }

    private func dispatch(
        _ session: inout Session,
        _ stream: [SimulatedTarget.Transaction],
        to worker: Int,
        _ random: inout SeededGenerator
    ) {
        guard session.next < stream.count else { return }
        let transaction = stream[session.next]
        session.next += 1
        let isApplied = session.applied.contains(transaction.position)
        let isDone = isApplied || transaction.isEmpty
        let ticket = session.ledger.append(
            step(transaction.position.rawValue, isTransaction: !isApplied, isDone: isDone)
        )
        if !isDone {
            session.queues[worker].append(
                .sample(ticket, position: transaction.position.rawValue, rows: transaction.rows)
            )
        }
        guard Int.random(in: 0..<8, using: &random) == 0 else { return }
        // The source says that it is idle, at the commit or behind it.
        let idle = transaction.position.rawValue
        _ = session.ledger.append(step(idle, isTransaction: false, isDone: true))
    }

    private func begin(_ session: inout Session, _ worker: Int, _ random: inout SeededGenerator) {
        guard session.writing[worker] == nil, session.committed[worker] == nil, !session.queues[worker].isEmpty else {
            return
        }
        let count = Int.random(in: 1...min(4, session.queues[worker].count), using: &random)
        let group = Array(session.queues[worker].prefix(count))
        session.queues[worker].removeFirst(count)
        session.writing[worker] = (group, session.ledger.progress(of: worker, committing: group))
    }

    private func commit(
        _ session: inout Session,
        _ worker: Int,
        _ target: inout SimulatedTarget,
        _ stream: [SimulatedTarget.Transaction]
    ) {
        guard let (group, row) = session.writing[worker] else { return }
        session.writing[worker] = nil
        let isNew = target.commit(group, row, by: worker)
        #expect(isNew, "a transaction was applied twice")
        session.committed[worker] = group
        expectExactly(target, stream)
    }

    /// What the progress rows say is what is there: no transaction less, and none more.
    private func expectExactly(_ target: SimulatedTarget, _ stream: [SimulatedTarget.Transaction]) {
        let progress = target.progress
        let said = stream.filter { transaction in
            transaction.position <= progress.position || progress.above.contains(transaction.position)
        }
        #expect(Set(said.filter { !$0.isEmpty }.map(\.position)) == target.committed)
        #expect(progress.rows == UInt64(target.committedRows))
        #expect(progress.transactions == UInt64(target.committed.count))
    }
}
