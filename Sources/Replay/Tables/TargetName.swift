internal import MySQLClient

/// A table of the target: database and name, quotes undone.
package struct TargetName: Hashable, Sendable, CustomStringConvertible {
    package let database: String
    package let table: String

    package init(database: String, table: String) {
        self.database = database
        self.table = table
    }

    /// For people: `database.table`, unquoted.
    package var description: String { database + "." + table }

    /// For comparing names where case tells nothing apart.
    var lowercased: TargetName { TargetName(database: database.lowercased(), table: table.lowercased()) }

    /// For SQL.
    package var quoted: String { SQLQuoting.identifier(database) + "." + SQLQuoting.identifier(table) }
}

extension TargetName {
    init(_ table: TargetTable) {
        self.init(database: table.database, table: table.name)
    }
}
