internal import TestSupport
internal import Testing

@testable import Replay

/// The detector against a reference that remembers everything that is under way.
struct ConflictDetectorTests {
    /// What every worker has under way, by thing.
    private struct Reference {
        private struct Use {
            let ticket: UInt64
            let worker: Int
            let isShared: Bool
        }

        private var uses: [UInt64: [Use]] = [:]
        private var done: [UInt64]

        init(workerCount: Int) {
            done = Array(repeating: 0, count: workerCount)
        }

        mutating func admit(_ keys: [ConflictKey], ticket: UInt64, worker: Int) {
            for key in keys {
                uses[key.thing, default: []].append(Use(ticket: ticket, worker: worker, isShared: key.isShared))
            }
        }

        mutating func complete(worker: Int, through ticket: UInt64) {
            done[worker] = ticket
        }

        mutating func blockers(of keys: [ConflictKey]) -> ConflictDetector.Blockers {
            var workers: Set<Int> = []
            for key in keys {
                uses[key.thing]?.removeAll { $0.ticket <= done[$0.worker] }
                for use in uses[key.thing] ?? [] where !(use.isShared && key.isShared) { workers.insert(use.worker) }
            }
            guard let worker = workers.first else { return .none }
            return workers.count == 1 ? .one(worker) : .several
        }
    }

    /// How the steps are chosen.
    struct Load: CustomTestStringConvertible {
        let name: String
        let workerCount: Int
        let steps: Int
        /// Keys are taken from so many things: few make conflicts, many fill the table.
        let things: Int
        let keysMax: Int
        /// Of a hundred keys so many are shared, and of a hundred steps so many are completions.
        let shared: Int
        let completions: Int

        var testDescription: String { name }

        static let all = [
            Load(
                name: "few things",
                workerCount: 4,
                steps: 20_000,
                things: 30,
                keysMax: 4,
                shared: 40,
                completions: 40
            ),
            Load(
                name: "one worker",
                workerCount: 1,
                steps: 5_000,
                things: 100,
                keysMax: 3,
                shared: 20,
                completions: 30
            ),
            Load(name: "parents", workerCount: 8, steps: 20_000, things: 200, keysMax: 5, shared: 90, completions: 45),
            // More keys than the table has places, all of them in use: it grows.
            Load(
                name: "growth",
                workerCount: 6,
                steps: 12_000,
                things: 1 << 40,
                keysMax: 6,
                shared: 30,
                completions: 1
            ),
            // More keys than the table has places, few of them in use: it forgets.
            Load(
                name: "forgetting",
                workerCount: 3,
                steps: 20_000,
                things: 9_000,
                keysMax: 4,
                shared: 30,
                completions: 60
            ),
        ]
    }

    @Test(arguments: Load.all, [1, 2] as [UInt64])
    func `it knows exactly who stands in the way, whatever is admitted and completed`(load: Load, seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var detector = ConflictDetector(workerCount: load.workerCount)
        var reference = Reference(workerCount: load.workerCount)
        var underway: [[UInt64]] = Array(repeating: [], count: load.workerCount)
        var ticket: UInt64 = 0
        var counts = (none: 0, one: 0, several: 0)

        func complete(_ worker: Int, _ count: Int) {
            guard count > 0 else { return }
            let last = underway[worker][count - 1]
            detector.complete(worker: worker, through: last)
            reference.complete(worker: worker, through: last)
            underway[worker].removeFirst(count)
        }

        for _ in 0..<load.steps {
            if Int.random(in: 0..<100, using: &random) < load.completions {
                let worker = Int.random(in: 0..<load.workerCount, using: &random)
                complete(worker, Int.random(in: 0...underway[worker].count, using: &random))
                continue
            }
            let keys = (0..<Int.random(in: 1...load.keysMax, using: &random)).map { _ in
                ConflictKey.sample(
                    Int.random(in: 0..<load.things, using: &random),
                    isShared: Int.random(in: 0..<100, using: &random) < load.shared
                )
            }
            let expected = reference.blockers(of: keys)
            let found = detector.blockers(of: keys.span)
            guard found == expected else {
                Issue.record("\(found) where \(expected) was expected, at the ticket \(ticket)")
                return
            }
            ticket += 1
            let worker: Int
            switch found {
            case .none:
                worker = Int.random(in: 0..<load.workerCount, using: &random)
                counts.none += 1
            case .one(let blocker):
                worker = blocker
                counts.one += 1
            case .several:
                // It waits for all of them.
                for worker in underway.indices { complete(worker, underway[worker].count) }
                #expect(detector.blockers(of: keys.span) == .none)
                worker = Int.random(in: 0..<load.workerCount, using: &random)
                counts.several += 1
            }
            detector.admit(keys.span, ticket: ticket, worker: worker)
            reference.admit(keys, ticket: ticket, worker: worker)
            underway[worker].append(ticket)
        }
        // The load did what its name says.
        #expect(counts.none > 0)
        if load.things < 1_000 { #expect(counts.one > 0) }
        if load.workerCount > 1, load.things < 1_000 { #expect(counts.several > 0) }
    }

    @Test func `sharers do not stand in each other's way, and together they do in that of who wants it alone`() {
        var detector = ConflictDetector(workerCount: 3)
        let shared = [ConflictKey.sample(1, isShared: true)]
        let exclusive = [ConflictKey.sample(1)]
        detector.admit(shared.span, ticket: 1, worker: 0)
        #expect(detector.blockers(of: shared.span) == .none)
        #expect(detector.blockers(of: exclusive.span) == .one(0))
        detector.admit(shared.span, ticket: 2, worker: 2)
        #expect(detector.blockers(of: exclusive.span) == .several)
        detector.complete(worker: 0, through: 1)
        #expect(detector.blockers(of: exclusive.span) == .one(2))
        detector.admit(exclusive.span, ticket: 3, worker: 2)
        #expect(detector.blockers(of: shared.span) == .one(2))
        detector.complete(worker: 2, through: 3)
        #expect(detector.blockers(of: exclusive.span) == .none)
    }

    @Test func `a transaction without keys meets nobody`() {
        var detector = ConflictDetector(workerCount: 2)
        detector.admit([ConflictKey.sample(1)].span, ticket: 1, worker: 0)
        #expect(detector.blockers(of: [ConflictKey]().span) == .none)
    }

    @Test func `what one transaction uses in both ways it has alone`() {
        for order in [[true, false], [false, true]] {
            var detector = ConflictDetector(workerCount: 2)
            let both = order.map { ConflictKey.sample(1, isShared: $0) }
            detector.admit(both.span, ticket: 1, worker: 1)
            #expect(detector.blockers(of: [ConflictKey.sample(1, isShared: true)].span) == .one(1))
            detector.complete(worker: 1, through: 1)
            #expect(detector.blockers(of: both.span) == .none)
        }
    }

    @Test func `a transaction with more keys than the table has places is remembered whole`() {
        var detector = ConflictDetector(workerCount: 2)
        let keys = (0..<20_000).map { ConflictKey.sample($0, isShared: $0.isMultiple(of: 3)) }
        detector.admit(keys.span, ticket: 1, worker: 1)
        let missed = keys.filter {
            detector.blockers(of: [ConflictKey(hash: $0.thing, isShared: false)].span) != .one(1)
        }
        #expect(missed.isEmpty)
        #expect(detector.blockers(of: [ConflictKey.sample(20_001)].span) == .none)
        detector.complete(worker: 1, through: 1)
        #expect(detector.blockers(of: keys.span) == .none)
    }
}
