/// Decides how many workers are worth their while: where most transactions wait for two others, one worker alone is faster than several that
/// wait for each other.
///
/// It looks at runs of transactions. One in which more than `waitsMax` had to wait narrows the next runs to one worker; after some of those it
/// tries all of them again.
struct ParallelismGovernor {
    private static let runLength = 2_000
    private static let waitsMax = 8
    private static let narrowRuns = 10

    private var transactions = 0
    private var waits = 0
    private var narrowRunsLeft = 0

    mutating func countTransaction() {
        transactions += 1
        if transactions >= Self.runLength { endRun() }
    }

    mutating func countWait() {
        waits += 1
        if waits > Self.waitsMax { endRun() }
    }

    private mutating func endRun() {
        if narrowRunsLeft > 0 {
            narrowRunsLeft -= 1
        } else if waits > Self.waitsMax {
            narrowRunsLeft = Self.narrowRuns
        }
        transactions = 0
        waits = 0
    }

    /// How many workers may be chosen freely, of `count`.
    func width(of count: Int) -> Int {
        narrowRunsLeft > 0 ? min(2, count) : count
    }
}
