/// A table or view of the target, as it was when it was read.
package struct TargetTable: Sendable, Equatable {
    package let database: String
    package let name: String
    /// nil for a view, and for a table whose engine is not loaded.
    package let engine: String?
    package let isView: Bool
    package let columns: [TargetColumn]
    package let keys: [TargetKey]
    package let foreignKeys: [TargetForeignKey]
    /// Counts only what the user may see: without the TRIGGER privilege it is 0.
    package let triggerCount: Int

    package init(
        database: String,
        name: String,
        engine: String? = "InnoDB",
        isView: Bool = false,
        columns: [TargetColumn],
        keys: [TargetKey] = [],
        foreignKeys: [TargetForeignKey] = [],
        triggerCount: Int = 0
    ) {
        self.database = database
        self.name = name
        self.engine = engine
        self.isView = isView
        self.columns = columns
        self.keys = keys
        self.foreignKeys = foreignKeys
        self.triggerCount = triggerCount
    }

    package var primaryKey: TargetKey? { keys.first(where: \.isPrimary) }

    /// Column names have no case in MySQL, whatever the table names have.
    package func column(named name: String) -> TargetColumn? {
        columns.first { $0.name == name } ?? columns.first { $0.name.lowercased() == name.lowercased() }
    }
}
