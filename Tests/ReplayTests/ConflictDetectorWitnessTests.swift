internal import TestSupport
internal import Testing
internal import Threading

@testable import Replay

/// The detector with real threads over memory that nothing else protects: where it is wrong, Thread Sanitizer sees a race, and the
/// order of what was written is not the stream's.
///
/// `tools/test` runs this once more under that sanitizer.
struct ConflictDetectorWitnessTests {
    private struct Transaction: Sendable {
        let ticket: UInt64
        let keys: [ConflictKey]
    }

    /// A few things that everybody wants, many that nobody else does.
    private static func transactions(_ count: Int, _ generator: inout SeededGenerator) -> [Transaction] {
        (1...count).map { ticket in
            let keys = (0..<Int.random(in: 1...4, using: &generator)).map { _ in
                let isHot = Int.random(in: 0..<4, using: &generator) == 0
                let thing = Int.random(in: 0..<(isHot ? 3 : Witness.count), using: &generator)
                return ConflictKey(hash: UInt64(thing + 1) << 1, isShared: Bool.random(using: &generator))
            }
            return Transaction(ticket: UInt64(ticket), keys: keys)
        }
    }

    @Test(arguments: [2, 3, 8])
    func `what shares a key never runs side by side, and keeps its order`(workerCount: Int) {
        var generator = SeededGenerator(seed: UInt64(workerCount))
        let transactions = Self.transactions(20_000, &generator)
        let witness = Witness()
        let crew = Crew<Transaction>(workerCount: workerCount) { worker, transaction in
            for key in transaction.keys { witness.touch(key, ticket: transaction.ticket, worker: worker) }
        }
        var detector = ConflictDetector(workerCount: workerCount)
        for transaction in transactions {
            let worker = Self.chooseWorker(transaction, &detector, crew, &generator)
            detector.admit(transaction.keys.span, ticket: transaction.ticket, worker: worker)
            crew.give(transaction, to: worker)
        }
        crew.finish()
        #expect(witness.breaches == [])
        let uses = transactions.reduce(0) { $0 + $1.keys.count { !$0.isShared } }
        #expect(witness.sum == uses, "no use was lost")
    }

    /// As the dispatcher does it, but for who takes what is free: anybody.
    private static func chooseWorker(
        _ transaction: Transaction,
        _ detector: inout ConflictDetector,
        _ crew: Crew<Transaction>,
        _ generator: inout SeededGenerator
    ) -> Int {
        while true {
            switch detector.blockers(of: transaction.keys.span) {
            case .none: return Int.random(in: 0..<crew.count, using: &generator)
            case .one(let worker): return worker
            case .several: crew.waitForCompletion()
            }
            for (worker, ticket) in crew.completed.enumerated() { detector.complete(worker: worker, through: ticket) }
        }
    }
}

/// Plain memory that threads write with no lock between them.
///
/// `@unchecked Sendable` is the point: only the detector keeps the threads apart.
private final class Witness: @unchecked Sendable {
    static let count = 400

    private let uses = UnsafeMutablePointer<Int>.allocate(capacity: count + 1)
    private let lastTickets = UnsafeMutablePointer<UInt64>.allocate(capacity: count + 1)
    private let problems = Condition()
    private var found: [String] = []

    init() {
        uses.initialize(repeating: 0, count: Self.count + 1)
        lastTickets.initialize(repeating: 0, count: Self.count + 1)
    }

    deinit {
        uses.deallocate()
        lastTickets.deallocate()
    }

    var sum: Int { (0...Self.count).reduce(0) { $0 + uses[$1] } }
    var breaches: [String] { problems.withLock { found } }

    func touch(_ key: ConflictKey, ticket: UInt64, worker: Int) {
        let thing = Int(key.thing >> 1)
        if lastTickets[thing] > ticket {
            let sentence = "\(ticket) of worker \(worker) came behind \(lastTickets[thing]) at \(thing)"
            problems.withLock { found.append(sentence) }
        }
        guard !key.isShared else { return }
        uses[thing] += 1
        lastTickets[thing] = ticket
    }
}

/// Threads that each work off a queue of their own, and say how far they are.
private final class Crew<Item: Sendable>: @unchecked Sendable {
    private struct Entry {
        let item: Item
        let number: UInt64
    }

    private let queues: [BoundedQueue<Entry>]
    private let condition = Condition()
    private var threads: [JoinedThread] = []
    private var given: UInt64 = 0
    private var done: [UInt64]
    private var seen: [UInt64]

    init(workerCount: Int, _ body: @escaping @Sendable (Int, Item) -> Void) {
        queues = (0..<workerCount).map { _ in BoundedQueue(costLimit: 1_000) }
        done = Array(repeating: 0, count: workerCount)
        seen = done
        for worker in 0..<workerCount {
            threads.append(JoinedThread(name: "worker \(worker)") { [self] in run(worker, body) })
        }
    }

    var count: Int { queues.count }

    private func run(_ worker: Int, _ body: (Int, Item) -> Void) {
        while case .element(let entry) = queues[worker].pop() {
            body(worker, entry.item)
            condition.withLock { done[worker] = entry.number }
            condition.wakeAll()
        }
    }

    /// Items are numbered from 1 on, as tickets are.
    func give(_ item: Item, to worker: Int) {
        given += 1
        let entry = Entry(item: item, number: given)
        while queues[worker].push(entry, cost: 1, milliseconds: 1_000) != .accepted {}
    }

    /// For each worker the number of the last item that it has done.
    var completed: [UInt64] {
        condition.withLock {
            seen = done
            return done
        }
    }

    /// Waits until somebody has done more than `completed` said.
    func waitForCompletion() {
        condition.withLock {
            while done == seen { _ = condition.wait(until: nil) }
        }
    }

    func finish() {
        for queue in queues { queue.close() }
        for thread in threads { thread.join() }
    }
}
