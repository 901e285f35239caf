internal import ChangeModel
internal import Testing

@testable import Replay

struct EndOfReplayTests {
    private func commit(_ position: UInt64, _ microseconds: Int64? = nil) -> TransactionCommit {
        TransactionCommit(
            position: LSN(position),
            transactionIdentifier: nil,
            commitSequenceNumber: nil,
            time: microseconds.map { CommitTime(microsecondsSinceEpoch: $0) }
        )
    }

    @Test func `without an end everything is applied and nothing is the last`() {
        let end = EndOfReplay(position: nil, time: nil)
        #expect(!end.isBefore(commit(.max, .max)))
        #expect(!end.isReached(LSN(.max)))
    }

    @Test func `a transaction at the position is applied, one behind it is not`() {
        let end = EndOfReplay(position: LSN(100), time: nil)
        #expect(!end.isBefore(commit(100)))
        #expect(end.isBefore(commit(101)))
        #expect(!end.isReached(LSN(99)))
        #expect(end.isReached(LSN(100)))
    }

    @Test func `a transaction at the time is applied, one behind it is not`() {
        let end = EndOfReplay(position: nil, time: CommitTime(microsecondsSinceEpoch: 1_000))
        #expect(!end.isBefore(commit(1, 1_000)))
        #expect(end.isBefore(commit(1, 1_001)))
        #expect(!end.isReached(LSN(.max)))
    }

    @Test func `a transaction whose time is not known is behind no time`() {
        #expect(!EndOfReplay(position: nil, time: CommitTime(microsecondsSinceEpoch: 0)).isBefore(commit(1)))
    }

    @Test func `the first of two ends counts`() {
        let end = EndOfReplay(position: LSN(100), time: CommitTime(microsecondsSinceEpoch: 1_000))
        #expect(end.isBefore(commit(101, 1)))
        #expect(end.isBefore(commit(1, 1_001)))
        #expect(!end.isBefore(commit(100, 1_000)))
    }
}
