internal import ChangeModel

/// What one block holds: its records where they were asked for, and always what it means for the stream.
struct DecodedBlock {
    var batch = ChangeBatch()
    /// Whether the block ends between two transactions.
    var endsBetweenTransactions = true
    /// The first commit in the block.
    var firstCommit: TransactionCommit?
    /// The greatest position that the block reaches, with its commits counted: an index entry without its offset.
    var run = SegmentIndex.Entry(offset: 0)
    /// Whether the block reaches any position at all.
    var reachesPosition = false
}
