package import ChangeModel

/// Where the changes of each table of the source go: a pure value, the one place that makes names of the target from names of the source.
///
/// Names of the source are compared as its catalogue has them, case and all; names that are given for the target are taken as they are given.
package struct TableMapping: Sendable, Equatable {
    /// Takes the tables of every schema that neither `schemas` nor `tables` places elsewhere.
    package var database: String
    package var schemas: [String: String] = [:]
    package var tables: [TableName: Place] = [:]
    /// For each table its columns that have another name in the target.
    package var columns: [TableName: [String: String]] = [:]
    /// Only these tables are replayed; empty stands for all.
    package var includes: [TablePattern] = []
    /// Of those, these are not.
    package var excludes: [TablePattern] = []
    /// Whether one table of the target may take the changes of several.
    package var mergesTables = false
    /// Whether a table's own name becomes lower-case on its way, where `tables` does not name it.
    package var lowersNames = false

    package init(database: String) {
        self.database = database
    }

    /// What `tables` says of one table.
    package struct Place: Sendable, Equatable {
        /// nil for the database that takes the table's schema.
        package let database: String?
        package let table: String

        package init(database: String? = nil, table: String) {
            self.database = database
            self.table = table
        }
    }

    package enum Destination: Sendable, Equatable {
        case excluded
        case target(TargetName)
    }

    package func destination(of table: TableName) -> Destination {
        guard isIncluded(table) else { return .excluded }
        let database = schemas[table.schema] ?? database
        if let place = tables[table] {
            return .target(TargetName(database: place.database ?? database, table: place.table))
        }
        return .target(TargetName(database: database, table: lowersNames ? table.table.lowercased() : table.table))
    }

    /// nil for a table that is left out.
    func target(of table: TableName) -> TargetName? {
        guard case .target(let name) = destination(of: table) else { return nil }
        return name
    }

    package func isIncluded(_ table: TableName) -> Bool {
        (includes.isEmpty || includes.contains { $0.matches(table) }) && !excludes.contains { $0.matches(table) }
    }

    /// What the target calls a column. Its table's column names have no case, whatever this says.
    package func column(_ name: String, of table: TableName) -> String {
        columns[table]?[name] ?? name
    }

    /// The relation with the target's names for its columns, each in the place where it stands.
    func renamed(_ relation: Relation) -> Relation {
        guard let names = columns[relation.table] else { return relation }
        return Relation(
            table: relation.table,
            columns: relation.columns.map { column in
                Column(
                    name: names[column.name] ?? column.name,
                    typeName: column.typeName,
                    typeIdentifier: column.typeIdentifier,
                    isInNewImage: column.isInNewImage,
                    isInOldImage: column.isInOldImage
                )
            }
        )
    }

    /// Every database that takes something.
    var databases: [String] {
        Set([database] + schemas.values + tables.values.compactMap(\.database)).sorted()
    }
}
