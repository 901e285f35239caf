package import ChangeModel

/// A row of the quarantine's table, without the change itself.
package struct QuarantinedRow: Sendable, Equatable {
    package let identifier: UInt64
    package let stream: String
    /// The commit of its transaction, and its number among that one's changes.
    package let position: LSN
    package let place: UInt64
    /// As the source names it, and as the target does.
    package let sourceTable: String
    package let targetTable: String
    package let operation: String
    /// nil for a row that waits for another one.
    package let misfit: RowMisfit?
    package let reason: String
    package let state: QuarantineState
    package let recordedAt: String
    package let changedAt: String
}
