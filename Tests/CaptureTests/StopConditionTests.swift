internal import ChangeModel
internal import TestSupport
internal import Testing
internal import Threading

@testable import Capture

struct StopConditionTests {
    private static let start = MonotonicTime(milliseconds: 1_000)

    private func condition(until position: UInt64? = nil, idle: Int? = nil) -> StopCondition {
        StopCondition(untilPosition: position.map { LSN($0) }, idleMilliseconds: idle, now: Self.start)
    }

    /// Two transactions that commit at 100 and 200, and a position of 300 behind them.
    private var batch: ChangeBatch {
        let relation = BatchBuilder.relation("t", new: ["v"])
        var builder = BatchBuilder()
        for position in [UInt64(100), 200] {
            builder.begin()
            builder.row(.insert, relation, [.text("x")])
            builder.commit(position)
        }
        builder.position(300)
        return builder.batch
    }

    @Test func `without a condition nothing ends it`() {
        let condition = condition()
        #expect(!condition.isReached(LSN(.max), at: Self.start.adding(milliseconds: 1_000_000)))
        #expect(condition.recordsToKeep(of: batch) == 7)
    }

    @Test(arguments: [(UInt64(1), 3), (100, 3), (101, 6), (200, 6), (201, 7), (300, 7), (301, 7)])
    func `the stream is kept up to the first end of a transaction at or behind the position`(
        position: UInt64,
        count: Int
    ) {
        #expect(condition(until: position).recordsToKeep(of: batch) == count)
    }

    @Test func `a batch without an end of a transaction is kept whole`() {
        var builder = BatchBuilder()
        builder.begin()
        #expect(condition(until: 1).recordsToKeep(of: builder.batch) == 1)
        #expect(condition(until: 1).recordsToKeep(of: ChangeBatch()) == 0)
    }

    @Test func `a position is reached when it is durable`() {
        let condition = condition(until: 200)
        #expect(!condition.isReached(LSN(199), at: Self.start))
        #expect(condition.isReached(LSN(200), at: Self.start))
        #expect(condition.isReached(LSN(201), at: Self.start))
    }

    @Test func `idleness counts from the last transaction`() {
        var condition = condition(idle: 500)
        #expect(!condition.isReached(.zero, at: Self.start.adding(milliseconds: 499)))
        #expect(condition.isReached(.zero, at: Self.start.adding(milliseconds: 500)))
        condition.sawTransaction(at: Self.start.adding(milliseconds: 400))
        #expect(!condition.isReached(.zero, at: Self.start.adding(milliseconds: 899)))
        #expect(condition.isReached(.zero, at: Self.start.adding(milliseconds: 900)))
    }

    @Test func `either condition ends it`() {
        let condition = condition(until: 200, idle: 500)
        #expect(condition.isReached(LSN(200), at: Self.start))
        #expect(condition.isReached(.zero, at: Self.start.adding(milliseconds: 500)))
    }
}
