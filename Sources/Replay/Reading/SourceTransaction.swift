internal import ChangeModel
internal import Threading

/// A transaction of the source as a worker gets it: where its records stand, or the stream that its batches come through.
struct SourceTransaction: Sendable {
    enum Content: Sendable {
        /// All its records, in one batch.
        case whole(PlannedBatch, Range<Int>)
        /// It is larger than a batch: its rows come while it is applied.
        case giant(GiantTransaction)
    }

    let content: Content
    let commit: TransactionCommit
    let ticket: UInt64
    /// Of a giant known only once it is applied.
    var rowCount: Int
    /// About how much memory it keeps.
    let bytes: Int
    /// To be applied row by row in the stream's order, with nothing else in its target transaction.
    let standsAlone: Bool
    /// What an earlier try of a giant has found.
    var suspicion = Suspicion()
}

/// The rows of a transaction that is never in memory as a whole: a queue that the dispatcher fills while a worker empties it.
final class GiantTransaction: Sendable {
    enum Piece: Sendable {
        /// A batch, with the records of it that belong to the transaction.
        case rows(PlannedBatch, Range<Int>)
        /// All of it was handed over. A queue that ends without this ends a transaction that must not be committed.
        case commit
    }

    let pieces: BoundedQueue<Piece>

    init(queueBytes: Int) {
        pieces = BoundedQueue(costLimit: queueBytes)
    }
}
