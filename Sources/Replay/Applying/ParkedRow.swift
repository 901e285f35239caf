internal import ChangeModel

/// A row that could not take its place yet, because another one still has its unique value: a later change of the same transaction gives that
/// back. Sources with deferred constraints swap values in this way.
struct ParkedRow {
    let planned: PlannedBatch
    let record: Int
    /// The commit of its transaction.
    let position: LSN
}
