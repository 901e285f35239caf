internal import ChangeModel
internal import Telemetry
internal import Testing

struct PipelineCountersTests {
    @Test func `nothing is counted at first, and no commit is known`() {
        let snapshot = PipelineCounters().snapshot
        #expect(snapshot == PipelineCounters.Snapshot())
        #expect(snapshot.position == .zero)
        #expect(snapshot.commitTime == nil)
    }

    @Test func `counts add up`() {
        let counters = PipelineCounters()
        counters.add(transactions: 1, rows: 20, bytes: 300)
        counters.add(transactions: 2, rows: 0, bytes: 5)
        let snapshot = counters.snapshot
        #expect(snapshot.transactions == 3)
        #expect(snapshot.rows == 20)
        #expect(snapshot.bytes == 305)
    }

    @Test func `a position without a commit keeps the last commit's time`() {
        let counters = PipelineCounters()
        let time = CommitTime(microsecondsSinceEpoch: 1_000)
        counters.reached(LSN(10), commitTime: time)
        counters.reached(LSN(20), commitTime: nil)
        #expect(counters.snapshot.position == LSN(20))
        #expect(counters.snapshot.commitTime == time)
    }
}
