internal import TestSupport
internal import Testing

@testable import Replay

/// The plan against a reference that compares each row with all the rows before it.
struct WavePlanTests {
    private struct SampleRow {
        let lane: Int32
        let keys: [ConflictKey]
    }

    /// Where a row came to stand: its wave, its lane, and its place in their bucket.
    private struct Place {
        let wave: Int32
        let lane: Int32
        let index: Int
    }

    private func add(_ rows: [SampleRow], to plan: inout WavePlan) {
        for (index, row) in rows.enumerated() {
            plan.add(WavePlan.Row(batch: 0, record: Int32(index)), lane: row.lane, keys: row.keys.span)
        }
    }

    /// By row; every row must stand in one place.
    private func places(_ plan: WavePlan, count: Int) throws -> [Place] {
        var places: [Place?] = Array(repeating: nil, count: count)
        for bucket in plan.buckets {
            for (index, row) in bucket.rows.enumerated() {
                #expect(places[Int(row.record)] == nil)
                places[Int(row.record)] = Place(wave: bucket.wave, lane: bucket.lane, index: index)
            }
        }
        return try places.map { try #require($0) }
    }

    /// The first wave that the contract allows each row, taken one after the other.
    private func expectedWaves(_ rows: [SampleRow]) -> [Int32] {
        var waves: [Int32] = []
        for row in rows {
            var wave: Int32 = 0
            for (earlier, earlierWave) in zip(rows, waves) where row.keys.conflicts(with: earlier.keys) {
                wave = max(wave, earlier.lane == row.lane ? earlierWave : earlierWave + 1)
            }
            waves.append(wave)
        }
        return waves
    }

    private func randomRows(_ count: Int, things: Int, lanes: Int32, shared: Int, _ random: inout SeededGenerator)
        -> [SampleRow]
    {
        (0..<count).map { _ in
            SampleRow(
                lane: Int32.random(in: 0..<lanes, using: &random),
                keys: (0..<Int.random(in: 0...4, using: &random)).map { _ in
                    ConflictKey.sample(
                        Int.random(in: 0..<things, using: &random),
                        isShared: Int.random(in: 0..<100, using: &random) < shared
                    )
                }
            )
        }
    }

    @Test(arguments: 1...20)
    func `of two rows that conflict the earlier one is written first, in random groups`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let things = [3, 20, 200, 2_000][Int(seed % 4)]
        let shared = [0, 30, 70, 95][Int(seed / 4 % 4)]
        // One plan for several groups, as a worker has it.
        var plan = WavePlan()
        for _ in 0..<4 {
            let rows = randomRows(250, things: things, lanes: 5, shared: shared, &random)
            plan.removeAll()
            add(rows, to: &plan)
            let places = try places(plan, count: rows.count)
            for later in rows.indices {
                for earlier in 0..<later where rows[later].keys.conflicts(with: rows[earlier].keys) {
                    let (first, second) = (places[earlier], places[later])
                    let inOneBucket =
                        first.wave == second.wave && first.lane == second.lane && first.index < second.index
                    #expect(first.wave < second.wave || inOneBucket)
                }
            }
            #expect(places.map(\.wave) == expectedWaves(rows))
        }
    }

    @Test func `waves come in order, and no bucket is left out`() {
        var random = SeededGenerator(seed: 3)
        var plan = WavePlan()
        add(randomRows(300, things: 10, lanes: 4, shared: 30, &random), to: &plan)
        let waves = plan.inOrder.map { plan.buckets[$0].wave }
        #expect(waves == waves.sorted())
        #expect(Set(plan.inOrder) == Set(plan.buckets.indices))
        #expect(plan.inOrder.count == plan.buckets.count)
    }

    @Test
    func `rows of one lane that have nothing in common make one bucket, between others and over the table's growth`() {
        var plan = WavePlan()
        for number in 0..<10_000 {
            let lane: Int32 = number.isMultiple(of: 2) ? 3 : 7
            let row = WavePlan.Row(batch: 0, record: Int32(number))
            // All of them share a thing, as rows of a table with several keys do.
            let keys = [ConflictKey.sample(-1 - Int(lane), isShared: true), ConflictKey.sample(number)]
            plan.add(row, lane: lane, keys: keys.span)
        }
        #expect(plan.buckets.map(\.wave) == [0, 0])
        #expect(plan.buckets.map(\.lane) == [3, 7])
        #expect(plan.buckets.map(\.rows.count) == [5_000, 5_000])
        #expect(plan.buckets[0].rows.map(\.record) == (0..<5_000).map { Int32($0 * 2) })
    }

    @Test func `updates of one row in one lane stay together in their order`() {
        var plan = WavePlan()
        let rows = (0..<100).map { SampleRow(lane: 1, keys: [.sample($0 % 5)]) }
        add(rows, to: &plan)
        #expect(plan.buckets.count == 1)
        #expect(plan.buckets[0].rows.map(\.record) == (0..<100).map { Int32($0) })
    }

    @Test func `what comes after a growth still knows what came before it`() throws {
        var plan = WavePlan()
        // 6,000 keys: the table begins with room for 2,048.
        let rows = (0..<12_000).map { SampleRow(lane: $0 < 6_000 ? 0 : 1, keys: [.sample($0 % 6_000)]) }
        add(rows, to: &plan)
        #expect(plan.buckets.map(\.wave) == [0, 1])
        #expect(plan.buckets.map(\.rows.count) == [6_000, 6_000])
    }

    @Test func `a round knows nothing of the rounds before it`() {
        var plan = WavePlan()
        for round in 0..<50 {
            let rows = (0..<3_000).map { SampleRow(lane: Int32(round % 2), keys: [.sample($0)]) }
            plan.removeAll()
            #expect(plan.buckets.isEmpty)
            add(rows, to: &plan)
            #expect(plan.buckets.map(\.wave) == [0])
        }
    }

    @Test func `sharers of two lanes in one wave are both waited for`() {
        var plan = WavePlan()
        let shared = [ConflictKey.sample(1, isShared: true)]
        let rows = [
            SampleRow(lane: 1, keys: shared), SampleRow(lane: 2, keys: shared),
            SampleRow(lane: 1, keys: [.sample(1)]), SampleRow(lane: 2, keys: shared),
        ]
        add(rows, to: &plan)
        #expect(plan.buckets.map(\.wave) == [0, 0, 1, 2])
        #expect(plan.buckets.map(\.lane) == [1, 2, 1, 2])
    }
}
