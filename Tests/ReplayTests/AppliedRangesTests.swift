internal import ChangeModel
internal import TestSupport
internal import Testing

@testable import Replay

struct AppliedRangesTests {
    private func range(_ first: UInt64, _ last: UInt64) -> PositionRange {
        PositionRange(LSN(first), LSN(last))
    }

    /// Ranges in order, with at least one position between two of them; long and short numbers mixed.
    private func randomRanges(_ count: Int, after start: UInt64, _ random: inout SeededGenerator) -> [PositionRange] {
        var ranges: [PositionRange] = []
        var previous = start
        for _ in 0..<count {
            let first = previous + 2 + random.next() >> UInt64.random(in: 8...62, using: &random)
            let last = first + random.next() >> UInt64.random(in: 8...63, using: &random)
            ranges.append(range(first, last))
            previous = last
        }
        return ranges
    }

    @Test(arguments: 1...200)
    func `what was written is read again`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let watermark = random.next() >> UInt64.random(in: 8...63, using: &random)
        let ranges = AppliedRanges(randomRanges(Int(seed % 50), after: watermark, &random))
        #expect(AppliedRanges(ranges.encoded(above: LSN(watermark))) == ranges)
    }

    @Test func `runs up to the watermark are left out, and one that reaches over it begins there`() throws {
        let ranges = AppliedRanges([range(10, 20), range(30, 40), range(50, 60)])
        #expect(AppliedRanges(ranges.encoded(above: LSN(9))) == ranges)
        #expect(AppliedRanges(ranges.encoded(above: LSN(20)))?.ranges == [range(30, 40), range(50, 60)])
        #expect(AppliedRanges(ranges.encoded(above: LSN(35)))?.ranges == [range(35, 40), range(50, 60)])
        #expect(ranges.encoded(above: LSN(60)).isEmpty)
    }

    @Test func `the form stays what it is from version to version`() {
        let ranges = AppliedRanges([range(0x80, 0x80), range(0x101, 0x4101)])
        #expect(ranges.encoded(above: .zero) == [0x80, 1, 0, 0x81, 1, 0x80, 0x80, 1])
        #expect(AppliedRanges([]) == AppliedRanges())
    }

    @Test func `the largest positions have a form`() {
        let ranges = AppliedRanges([range(1, 1), range(.max - 1, .max)])
        #expect(AppliedRanges(ranges.encoded(above: .zero)) == ranges)
    }

    @Test(
        arguments: [
            // Cut in the middle of a number, and between the two numbers of a run.
            [0x80], [5], [5, 0x81], [5, 1, 5],
            // Numbers of more than 64 bits.
            [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 2, 0],
            [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1, 0],
            // Positions of more than 64 bits.
            [5, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1],
            [5, 1, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1, 0],
            // Two runs that touch, a number with a zero too many, a run that ends where nothing has begun.
            [5, 1, 0, 1], [0x85, 0, 1], [5, 0x81, 0], [0, 0],
        ] as [[UInt8]]
    )
    func `bytes that were never written so are nothing`(bytes: [UInt8]) {
        #expect(AppliedRanges(bytes) == nil)
    }

    @Test func `random bytes are nothing, or exactly what is written for the runs that they say`() {
        var random = SeededGenerator(seed: 5)
        var readable = 0
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0...12, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random) & (Bool.random(using: &random) ? 0x7F : 0xFF)
            }
            guard let ranges = AppliedRanges(bytes) else { continue }
            readable += 1
            #expect(ranges.encoded(above: .zero) == bytes)
            for (one, next) in zip(ranges.ranges, ranges.ranges.dropFirst()) { #expect(one.last < next.first) }
        }
        #expect(readable > 1_000)
    }

    @Test(arguments: 1...20)
    func `a position is in them when it is in one of them`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var ranges: [PositionRange] = []
        var applied: Set<UInt64> = []
        var position: UInt64 = 0
        for _ in 0..<Int.random(in: 0...60, using: &random) {
            let first = position + UInt64.random(in: 2...5, using: &random)
            position = first + UInt64.random(in: 0...4, using: &random)
            ranges.append(range(first, position))
            applied.formUnion(first...position)
        }
        let found = AppliedRanges(ranges)
        for candidate in 0...(position + 5) {
            #expect(found.contains(LSN(candidate)) == applied.contains(candidate))
        }
        #expect(found.last == ranges.last?.last)
        #expect(found.isEmpty == ranges.isEmpty)
    }

    @Test(arguments: 1...20)
    func `those of several workers become one list in order, and none is lost`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let all = randomRanges(60, after: 0, &random)
        var workers: [[PositionRange]] = [[], [], [], []]
        for range in all { workers[Int.random(in: 0..<4, using: &random)].append(range) }
        #expect(AppliedRanges.union(workers.map { AppliedRanges($0) }).ranges == all)
        #expect(AppliedRanges.union([]).isEmpty)
    }

    @Test func `above a watermark is what ends behind it`() {
        let ranges = AppliedRanges([range(10, 20), range(30, 40)])
        #expect(ranges.above(LSN(19)) == ranges)
        #expect(ranges.above(LSN(20)).ranges == [range(30, 40)])
        #expect(ranges.above(LSN(35)).ranges == [range(30, 40)])
        #expect(ranges.above(LSN(40)).isEmpty)
    }

    @Test func `a range holds both its ends, and grows at the last`() {
        var grown = range(10, 10)
        #expect([9, 10, 11].map { grown.contains(LSN($0)) } == [false, true, false])
        grown.extend(to: LSN(20))
        #expect([9, 10, 15, 20, 21].map { grown.contains(LSN($0)) } == [false, true, true, true, false])
    }
}
