/// Decides how many workers are worth their while: where most transactions wait for two others, one worker alone is faster than several that
/// wait for each other.
///
/// It looks at runs of transactions. One in which more than `waitsMax` had to wait narrows the next runs; after some of those it tries all workers
/// again, and after each try in vain it waits twice as long with the next: a try costs the time of its waits.
struct ParallelismGovernor {
    private static let runLength = 2_000
    private static let waitsMax = 8
    /// Where so few transactions have brought so many waits, one worker goes on; else two do.
    private static let crowdedTransactionsMax = 500
    private static let narrowRunsMin = 10
    private static let narrowRunsMax = 320

    private var transactions = 0
    private var waits = 0
    private var narrowRunsLeft = 0
    private var narrowRuns = narrowRunsMin
    private var narrowWidth = 1

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
            narrowRunsLeft = narrowRuns
            narrowWidth = transactions <= Self.crowdedTransactionsMax ? 1 : 2
            narrowRuns = min(narrowRuns * 2, Self.narrowRunsMax)
        } else {
            narrowRuns = Self.narrowRunsMin
        }
        transactions = 0
        waits = 0
    }

    /// How many workers may be chosen freely, of `count`.
    func width(of count: Int) -> Int {
        narrowRunsLeft > 0 ? min(narrowWidth, count) : count
    }
}
