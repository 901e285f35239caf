internal import ChangeModel
internal import Synchronization
internal import TestSupport
internal import Testing
internal import Threading

@testable import Replay

struct DispatcherTests {
    private static let error = ReplayError.schemaChanged(kind: "ALTER TABLE", position: LSN(7))

    private func outcome(_ dispatcher: inout Dispatcher, _ planned: PlannedBatch) throws -> String {
        "\(try dispatcher.dispatch(planned))"
    }

    @Test
    func `a batch of transactions that have nothing in common goes to one worker, the next to one with less to do`()
        throws
    {
        let workers = StubWorkers(count: 3)
        var dispatcher = workers.dispatcher()
        var builder = PlannedStreamBuilder()
        for batch: UInt64 in 0..<3 {
            for number in batch * 5 + 1...batch * 5 + 5 { builder.transaction(number, [.sample(Int(number))]) }
            #expect(try outcome(&dispatcher, builder.nextBatch()) == "goOn")
        }
        #expect(
            (0..<3).map { workers.waiting(in: $0).map(\.position) } == [
                [1, 2, 3, 4, 5], [6, 7, 8, 9, 10], [11, 12, 13, 14, 15],
            ]
        )
    }

    @Test func `who conflicts with one worker joins its queue, and the others of the batch do not`() throws {
        let workers = StubWorkers(count: 2)
        var dispatcher = workers.dispatcher()
        var builder = PlannedStreamBuilder()
        builder.transaction(1, [.sample(1)], [.sample(2)])
        _ = try dispatcher.dispatch(builder.nextBatch())
        builder.transaction(2, [.sample(3)])
        builder.transaction(3, [.sample(2)])
        builder.transaction(4, [.sample(4)])
        _ = try dispatcher.dispatch(builder.nextBatch())
        let queues = [workers.waiting(in: 0), workers.waiting(in: 1)]
        #expect(queues.map { $0.map(\.position) } == [[1, 3], [2, 4]])
        #expect(queues.map { $0.map(\.ticket) } == [[1, 3], [2, 4]])
        #expect(queues[0].map(\.rowCount) == [2, 1])
        #expect(queues.joined().allSatisfy { !$0.standsAlone && $0.bytes > 0 })
    }

    @Test func `in the source's order a batch stays with one worker, whoever stood in its way`() throws {
        var options = ReplayOptions.sample
        options.commitsInSourceOrder = true
        let workers = StubWorkers(count: 2)
        var dispatcher = workers.dispatcher(options)
        var builder = PlannedStreamBuilder()
        builder.transaction(1, [.sample(1)])
        _ = try dispatcher.dispatch(builder.nextBatch())
        builder.transaction(2, [.sample(2)])
        builder.transaction(3, [.sample(1)])
        builder.transaction(4, [.sample(3)])
        let batch = builder.nextBatch()
        // The load says that the first queue is the busier one; only then its worker begins.
        #expect(workers.queues.map(\.load) == [2, 0])
        workers.start(commitsInSourceOrder: true)
        // Whichever worker was chosen for the batch, it has all of it.
        _ = try dispatcher.dispatch(batch)
        let events = workers.finish()
        let chosen = Set(
            events.compactMap { event in
                if case .began(let position, let worker) = event, position > 1 { worker } else { nil }
            }
        )
        #expect(chosen.count == 1)
        #expect(
            events.filter { if case .ended = $0 { true } else { false } } == (1...4).map { .ended($0, wasWhole: true) }
        )
    }

    @Test func `who conflicts with two workers waits until one of them is left`() throws {
        let workers = StubWorkers(count: 2)
        var dispatcher = workers.dispatcher()
        var builder = PlannedStreamBuilder()
        for number: UInt64 in 1...2 {
            builder.transaction(number, [.sample(Int(number))])
            _ = try dispatcher.dispatch(builder.nextBatch())
        }
        builder.transaction(3, [.sample(1)], [.sample(2)])
        // One by one: what waits in a queue may otherwise be begun in the group of what it waits for.
        workers.start(groupTransactions: 1)
        _ = try dispatcher.dispatch(builder.nextBatch())
        let events = workers.finish()
        let begun = events.firstIndex { if case .began(3, _) = $0 { true } else { false } }
        #expect(try #require(begun) > (events.firstIndex(of: .ended(1, wasWhole: true)) ?? .max))
        #expect(try #require(begun) > (events.firstIndex(of: .ended(2, wasWhole: true)) ?? .max))
    }

    @Test func `empty transactions and positions are done at once`() throws {
        let workers = StubWorkers(count: 2)
        var dispatcher = workers.dispatcher()
        var builder = PlannedStreamBuilder()
        builder.transaction(100)
        builder.position(150)
        #expect(try outcome(&dispatcher, builder.nextBatch()) == "goOn")
        #expect(workers.ledger.isSettled)
        #expect(workers.ledger.currentWatermark.position == LSN(150))
        #expect(workers.ledger.currentWatermark.transactions == 1)
        builder.transaction(200, [.sample(1)])
        builder.position(250)
        _ = try dispatcher.dispatch(builder.nextBatch())
        #expect(workers.ledger.currentWatermark.position == LSN(150))
        workers.start()
        _ = workers.finish()
        #expect(workers.ledger.currentWatermark.position == LSN(250))
    }

    @Test func `what an earlier session applied is left out, small or giant, and does not count again`() throws {
        let progress = ProgressTable.Progress.sample(position: 50, above: [PositionRange(LSN(200), LSN(300))])
        let workers = StubWorkers(progress, count: 2)
        var dispatcher = workers.dispatcher(.sample, progress)
        var builder = PlannedStreamBuilder()
        builder.transaction(100, [.sample(1)])
        builder.transaction(200, [.sample(1)])
        builder.begin(300)
        builder.row([.sample(1)])
        _ = try dispatcher.dispatch(builder.nextBatch())
        #expect(dispatcher.openCommit == LSN(300))
        builder.row([.sample(1)])
        _ = try dispatcher.dispatch(builder.nextBatch())
        builder.commit(300)
        builder.transaction(400, [.sample(1)])
        _ = try dispatcher.dispatch(builder.nextBatch())
        #expect(dispatcher.openCommit == nil)
        workers.start()
        let events = workers.finish()
        let begun = events.compactMap { if case .began(let position, _) = $0 { position } else { nil } }
        #expect(begun == [100, 400])
        #expect(workers.ledger.currentWatermark.position == LSN(400))
        #expect(workers.ledger.currentWatermark.transactions == 2)
    }

    @Test func `a row that has no place is told only when everything before it is in the target`() throws {
        let workers = StubWorkers(count: 3)
        workers.start()
        var dispatcher = workers.dispatcher()
        var builder = PlannedStreamBuilder()
        for number: UInt64 in 1...50 { builder.transaction(number, [.sample(Int(number % 7))]) }
        builder.begin(51)
        builder.row([.sample(60)])
        builder.faultyRow(Self.error)
        builder.commit(51)
        builder.transaction(52, [.sample(61)])
        let batch = builder.nextBatch()
        let error = #expect(throws: ReplayError.self) { try dispatcher.dispatch(batch) }
        #expect(error?.description == Self.error.description)
        #expect(workers.ledger.isSettled)
        #expect(workers.ledger.currentWatermark.position == LSN(50))
        let events = workers.finish()
        #expect(events.count == 100)
    }

    @Test func `a giant without a place is given up, and is not whole`() throws {
        let workers = StubWorkers(count: 2)
        workers.start()
        var dispatcher = workers.dispatcher()
        var builder = PlannedStreamBuilder()
        builder.begin(10)
        builder.row([])
        _ = try dispatcher.dispatch(builder.nextBatch())
        builder.faultyRow(Self.error)
        builder.commit(10)
        let batch = builder.nextBatch()
        #expect(throws: ReplayError.self) { try dispatcher.dispatch(batch) }
        #expect(dispatcher.openCommit == LSN(10))
        dispatcher.abandon()
        let events = workers.finish()
        #expect(events.contains(.ended(10, wasWhole: false)))
    }

    @Test func `a giant comes in the pieces that the batches hold, alone, and ends with its commit`() throws {
        let workers = StubWorkers(count: 2)
        var dispatcher = workers.dispatcher()
        var builder = PlannedStreamBuilder()
        builder.begin(10)
        builder.row([.sample(1)])
        builder.row([.sample(2)])
        let first = builder.nextBatch()
        _ = try dispatcher.dispatch(first)
        #expect(dispatcher.openCommit == LSN(10))
        builder.row([.sample(3)])
        let second = builder.nextBatch()
        _ = try dispatcher.dispatch(second)
        let transaction = try #require(workers.waiting(in: 0).first)
        guard case .giant(let giant) = transaction.content else {
            Issue.record("it is not a giant")
            return
        }
        builder.commit(10)
        builder.transaction(20, [.sample(1)])
        let last = builder.nextBatch()
        // All of its pieces have room, so the dispatcher waits only for its end.
        let pieces = Mutex<[(batch: PlannedBatch, records: Range<Int>)]>([])
        let thread = JoinedThread(name: "giant") { [ledger = workers.ledger] in
            while case .element(.rows(let planned, let records)) = giant.pieces.pop() {
                pieces.withLock { $0.append((planned, records)) }
            }
            ledger.complete([transaction], by: 0)
        }
        #expect(try outcome(&dispatcher, last) == "goOn")
        thread.join()
        let found = pieces.withLock { $0 }
        #expect(found.map(\.records) == [1..<3, 0..<1, 0..<0])
        #expect(found.map { ObjectIdentifier($0.batch) } == [first, second, last].map { ObjectIdentifier($0) })
        #expect(dispatcher.openCommit == nil)
        #expect(workers.ledger.currentWatermark.position == LSN(10))
        #expect((workers.waiting(in: 0) + workers.waiting(in: 1)).map(\.position) == [20])
    }

    @Test func `what lies behind the end is not dispatched`() throws {
        var options = ReplayOptions.sample
        options.untilPosition = LSN(2)
        let workers = StubWorkers(count: 2)
        var dispatcher = workers.dispatcher(options)
        var builder = PlannedStreamBuilder()
        for number: UInt64 in 1...3 { builder.transaction(number, [.sample(Int(number))]) }
        #expect(try outcome(&dispatcher, builder.nextBatch()) == "reachedEnd")
        #expect(workers.waiting(in: 0).map(\.position) == [1, 2])
    }

    @Test func `suspects, TRUNCATE and rows that nobody knows stand alone`() throws {
        let workers = StubWorkers(count: 3)
        workers.start()
        var dispatcher = workers.dispatcher(.sample, suspects: [LSN(2)])
        var builder = PlannedStreamBuilder()
        builder.transaction(1, [.sample(1)])
        builder.transaction(2, [.sample(2)])
        builder.transaction(3, [.sample(3)])
        builder.begin(4)
        builder.truncate()
        builder.commit(4)
        builder.transaction(5, [.sample(4)])
        builder.begin(6)
        builder.lonelyRow()
        builder.commit(6)
        builder.transaction(7, [.sample(5)])
        _ = try dispatcher.dispatch(builder.nextBatch())
        let events = workers.finish()
        let spelled = events.map { event in
            switch event {
            case .began(let position, _): "+\(position)"
            case .ended(let position, _): "-\(position)"
            }
        }
        #expect(spelled.joined() == "+1-1+2-2+3-3+4-4+5-5+6-6+7-7")
    }

    @Test func `when a worker has failed nothing more is waited for`() throws {
        var options = ReplayOptions.sample
        options.transactionsUnderwayMax = 5
        let workers = StubWorkers(count: 2)
        var builder = PlannedStreamBuilder()
        builder.transaction(1, [.sample(1)])
        builder.begin(2)
        builder.lonelyRow()
        builder.commit(2)
        let lonely = builder.nextBatch()
        for number: UInt64 in 10..<30 { builder.transaction(number) }
        let empties = builder.nextBatch()
        for number: UInt64 in 30..<50 { builder.position(number) }
        let positions = builder.nextBatch()
        var dispatcher = workers.dispatcher(options)
        workers.ledger.abandon()
        #expect(try outcome(&dispatcher, lonely) == "abandoned")
        // What has nothing to be done takes room as well, while the first transaction is not done.
        #expect(try outcome(&dispatcher, empties) == "abandoned")
        #expect(try outcome(&dispatcher, positions) == "abandoned")
    }

    /// One transaction of a random stream, as the reference knows it.
    private struct Expected {
        let position: UInt64
        let keys: [ConflictKey]
        let isAlone: Bool
    }

    private func randomStream(_ random: inout SeededGenerator) -> (
        batches: [PlannedBatch], expected: [Expected], last: UInt64
    ) {
        var builder = PlannedStreamBuilder()
        var batches: [PlannedBatch] = []
        var expected: [Expected] = []
        var position: UInt64 = 0
        for _ in 0..<400 {
            position += UInt64.random(in: 1...9, using: &random)
            let rows = (0..<Int.random(in: 0...3, using: &random)).map { _ in
                (0..<Int.random(in: 0...3, using: &random)).map { _ in
                    ConflictKey.sample(
                        Int.random(in: 0..<60, using: &random),
                        isShared: Bool.random(using: &random)
                    )
                }
            }
            let kind = Int.random(in: 0..<40, using: &random)
            let isGiant = kind == 0 && !rows.isEmpty
            builder.begin(position)
            for (index, keys) in rows.enumerated() {
                // A giant's batch ends in its middle.
                if isGiant { batches.append(builder.nextBatch()) }
                if kind == 1, index == 0 { builder.lonelyRow() } else { builder.row(keys) }
            }
            if kind == 2 { builder.truncate() }
            builder.commit(position)
            if !rows.isEmpty || kind == 2 {
                let isAlone = isGiant || kind == 1 || kind == 2
                expected.append(Expected(position: position, keys: rows.flatMap { $0 }, isAlone: isAlone))
            }
            if kind == 3 { builder.position(position) }
            if kind > 35 { batches.append(builder.nextBatch()) }
        }
        return (batches + [builder.nextBatch()], expected, position)
    }

    @Test(arguments: 1...12, [false, true])
    func `transactions that conflict are applied one after the other, in random streams`(
        seed: UInt64,
        inSourceOrder: Bool
    ) throws {
        var random = SeededGenerator(seed: seed)
        let (batches, expected, last) = randomStream(&random)
        var options = ReplayOptions.sample
        options.commitsInSourceOrder = inSourceOrder
        options.transactionsUnderwayMax = 50
        let workers = StubWorkers(count: Int.random(in: 1...4, using: &random))
        workers.start(groupTransactions: Int.random(in: 1...6, using: &random), commitsInSourceOrder: inSourceOrder)
        var dispatcher = workers.dispatcher(options)
        for batch in batches { #expect(try outcome(&dispatcher, batch) == "goOn") }
        let events = workers.finish()
        #expect(workers.ledger.currentWatermark.position == LSN(last))
        #expect(workers.ledger.currentWatermark.transactions == 400)
        try expectOrder(events, expected)
        guard inSourceOrder else { return }
        let ended = events.compactMap { if case .ended(let position, _) = $0 { position } else { nil } }
        #expect(ended == ended.sorted())
    }

    private func expectOrder(_ events: [StubWorkers.Event], _ expected: [Expected]) throws {
        var began: [UInt64: (event: Int, worker: Int)] = [:]
        var ended: [UInt64: Int] = [:]
        for (index, event) in events.enumerated() {
            switch event {
            case .began(let position, let worker):
                #expect(began[position]?.event == nil)
                began[position] = (index, worker)
            case .ended(let position, let wasWhole):
                #expect(wasWhole)
                #expect(ended[position] == nil)
                ended[position] = index
            }
        }
        #expect(Set(began.keys) == Set(expected.map(\.position)))
        for (index, later) in expected.enumerated() {
            let second = try #require(began[later.position])
            for earlier in expected[..<index] {
                let isOrdered = earlier.isAlone || later.isAlone || earlier.keys.conflicts(with: later.keys)
                guard isOrdered else { continue }
                let first = try #require(began[earlier.position])
                // One worker's queue keeps the order; of two, one waits for the other's commit.
                if first.worker == second.worker, !earlier.isAlone, !later.isAlone {
                    #expect(first.event < second.event)
                } else {
                    #expect(try #require(ended[earlier.position]) < second.event)
                }
            }
        }
    }
}
