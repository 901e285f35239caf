internal import Testing

@testable import Replay

struct ParallelismGovernorTests {
    private func run(_ governor: inout ParallelismGovernor, transactions: Int, waits: Int) {
        for _ in 0..<waits { governor.countWait() }
        for _ in 0..<transactions { governor.countTransaction() }
    }

    @Test func `all workers may be chosen to begin with, and while few wait`() {
        var governor = ParallelismGovernor()
        #expect(governor.width(of: 8) == 8)
        for _ in 0..<20 { run(&governor, transactions: 2_000, waits: 8) }
        #expect(governor.width(of: 8) == 8)
    }

    @Test func `where some wait two workers go on`() {
        var governor = ParallelismGovernor()
        run(&governor, transactions: 501, waits: 0)
        run(&governor, transactions: 0, waits: 9)
        #expect(governor.width(of: 8) == 2)
        #expect(governor.width(of: 1) == 1)
    }

    @Test func `where many wait one worker goes on`() {
        var governor = ParallelismGovernor()
        run(&governor, transactions: 0, waits: 8)
        #expect(governor.width(of: 8) == 8)
        governor.countWait()
        #expect(governor.width(of: 8) == 1)
        #expect(governor.width(of: 1) == 1)
    }

    @Test func `after ten runs of it all are tried again, and in vain not so soon again`() {
        var governor = ParallelismGovernor()
        for transactions in [20_000, 40_000, 80_000, 160_000, 320_000, 640_000, 640_000] {
            run(&governor, transactions: 0, waits: 9)
            run(&governor, transactions: transactions - 1, waits: 0)
            #expect(governor.width(of: 8) == 1)
            governor.countTransaction()
            #expect(governor.width(of: 8) == 8)
        }
        // A run without waits is forgiven everything.
        run(&governor, transactions: 2_000, waits: 0)
        run(&governor, transactions: 0, waits: 9)
        run(&governor, transactions: 20_000, waits: 0)
        #expect(governor.width(of: 8) == 8)
    }
}
