/// A table as one kind of change carries it: the columns of the new image, of the old image, or of both.
///
/// The source describes a table anew with every change, and an INSERT, an UPDATE and a DELETE name different columns;
/// so one table has one relation per shape. Values of an image stand in the order of `columns`.
package struct Relation: Hashable, Sendable {
    package let table: TableName
    package let columns: [Column]

    package init(table: TableName, columns: [Column]) {
        self.table = table
        self.columns = columns
        newColumnIndices = columns.indices.filter { columns[$0].isInNewImage }
        oldColumnIndices = columns.indices.filter { columns[$0].isInOldImage }
    }

    /// Where in `columns` the values of the new image belong, in order; empty for a DELETE.
    package let newColumnIndices: [Int]

    /// Where in `columns` the values of the old image belong, in order; empty where the source named no identity.
    package let oldColumnIndices: [Int]
}
