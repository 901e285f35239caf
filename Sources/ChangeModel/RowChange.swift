/// One changed row: its relation, and where its values start in the batch (new image first, then the old one).
package struct RowChange: Equatable, Sendable {
    package let operation: RowOperation
    /// Index into the batch's `relations`.
    package let relation: Int
    /// Index into the batch's `values`.
    package let firstValue: Int

    @inlinable
    package init(operation: RowOperation, relation: Int, firstValue: Int) {
        self.operation = operation
        self.relation = relation
        self.firstValue = firstValue
    }
}
