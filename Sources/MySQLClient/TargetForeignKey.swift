/// A foreign key of a target table: `columns` point to `referencedColumns`, pair by pair.
package struct TargetForeignKey: Sendable, Equatable {
    package let name: String
    package let columns: [String]
    package let referencedDatabase: String
    package let referencedTable: String
    package let referencedColumns: [String]

    package init(
        name: String,
        columns: [String],
        referencedDatabase: String,
        referencedTable: String,
        referencedColumns: [String]
    ) {
        self.name = name
        self.columns = columns
        self.referencedDatabase = referencedDatabase
        self.referencedTable = referencedTable
        self.referencedColumns = referencedColumns
    }
}
