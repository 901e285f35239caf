/// One step of the stream, in the source's order. A plain value of a few words: texts stand in the batch beside it.
package enum ChangeRecord: Equatable, Sendable {
    case begin(TransactionBegin)
    case row(RowChange)
    /// Index into the batch's `truncations`.
    case truncate(Int)
    /// Index into the batch's `schemaChanges`.
    case schemaChange(Int)
    case commit(TransactionCommit)
    /// The source has nothing to send up to this position: what an idle server's keepalive says.
    case position(LSN)
}
