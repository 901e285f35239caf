/// Reads tables of the target from information_schema, the same way from MariaDB and MySQL.
///
/// Names are compared as the server compares them (`lower_case_table_names`). Every query names one database, and
/// every column is read by place: the servers differ in the case of the names, and MariaDB opens every table of every
/// database unless the database is a constant.
package struct TargetSchemaReader {
    private let connection: MySQLConnection
    private let namesHaveCase: Bool

    package init(connection: MySQLConnection) throws(MySQLError) {
        self.connection = connection
        let answer = try connection.query("SELECT @@lower_case_table_names")
        namesHaveCase = answer.first?.first == "0"
    }

    /// nil when there is no such table, or none that the user may see.
    package func table(database: String, name: String) throws(MySQLError) -> TargetTable? {
        try tables(database: database, names: [name])[name]
    }

    /// Those of the named tables that there are and that the user may see, by the name that was asked for. As many questions as for one.
    package func tables(database: String, names: [String]) throws(MySQLError) -> [String: TargetTable] {
        let possible = names.filter(Self.isPossible)
        guard Self.isPossible(database), !possible.isEmpty else { return [:] }
        let found = try tables(TableSelection(database: database, tables: possible))
        let byName = Dictionary(found.map { (folded($0.name), $0) }, uniquingKeysWith: { first, _ in first })
        return Dictionary(
            possible.compactMap { name in byName[folded(name)].map { (name, $0) } },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// The servers keep names in three bytes a character: one that needs four cannot exist, and they refuse even to look for it.
    private static func isPossible(_ name: String) -> Bool {
        name.unicodeScalars.allSatisfy { $0.value <= 0xFFFF }
    }

    /// The names of everything in the database that can be read like a table.
    package func tableNames(database: String) throws(MySQLError) -> [String] {
        guard Self.isPossible(database) else { return [] }
        let selection = TableSelection(database: database, tables: nil)
        let rows = try rows("TABLE_SCHEMA, TABLE_NAME", of: "TABLES", selection, orderedBy: "TABLE_NAME")
        return rows.values.flatMap { $0 }.map { $0.text(1) }.sorted()
    }

    /// All tables and views of the databases, by database and name.
    package func tables(databases: [String]) throws(MySQLError) -> [TargetTable] {
        var found: [TargetTable] = []
        for database in databases {
            found += try tables(TableSelection(database: database, tables: nil))
        }
        return found
    }

    /// Every foreign key of every table of the databases.
    package func foreignKeys(databases: [String]) throws(MySQLError) -> [TargetForeignKey] {
        var found: [TargetForeignKey] = []
        for database in databases where Self.isPossible(database) {
            let selection = TableSelection(database: database, tables: nil)
            let rows = try rows(
                TargetForeignKey.selectList,
                of: "KEY_COLUMN_USAGE",
                selection,
                orderedBy: "TABLE_NAME, CONSTRAINT_NAME, ORDINAL_POSITION"
            )
            found += rows.values.flatMap(TargetForeignKey.foreignKeys(rows:))
        }
        return found
    }
}

extension TargetSchemaReader {
    private struct TableSelection {
        let database: String
        /// nil for all of them.
        let tables: [String]?
    }

    private typealias Row = [String?]

    private func tables(_ selection: TableSelection) throws(MySQLError) -> [TargetTable] {
        let tables = try rows(
            "TABLE_SCHEMA, TABLE_NAME, ENGINE, TABLE_TYPE",
            of: "TABLES",
            selection,
            orderedBy: "TABLE_NAME"
        ).values.flatMap { $0 }.filter { $0.text(3) != "SEQUENCE" }
        guard !tables.isEmpty else { return [] }
        let columns = try rows(TargetColumn.selectList, of: "COLUMNS", selection, orderedBy: "ORDINAL_POSITION")
        let keys = try rows(TargetKey.selectList, of: "STATISTICS", selection, orderedBy: "INDEX_NAME, SEQ_IN_INDEX")
        let foreignKeys = try rows(
            TargetForeignKey.selectList,
            of: "KEY_COLUMN_USAGE",
            selection,
            orderedBy: "CONSTRAINT_NAME, ORDINAL_POSITION"
        )
        let triggers = try rows("EVENT_OBJECT_SCHEMA, EVENT_OBJECT_TABLE", of: "TRIGGERS", selection, orderedBy: "1")
        return tables.map { table in
            let name = folded(table.text(1))
            return TargetTable(
                database: table.text(0),
                name: table.text(1),
                engine: table[2],
                isView: table.text(3).hasSuffix("VIEW"),
                columns: (columns[name] ?? []).map(TargetColumn.init(row:)),
                keys: TargetKey.keys(rows: keys[name] ?? []),
                foreignKeys: TargetForeignKey.foreignKeys(rows: foreignKeys[name] ?? []),
                triggerCount: triggers[name]?.count ?? 0
            )
        }.sorted { $0.name < $1.name }
    }

    /// The rows of one view for the selected tables, by folded table name. Every list begins with database and table.
    private func rows(
        _ list: String,
        of view: String,
        _ selection: TableSelection,
        orderedBy order: String
    ) throws(MySQLError) -> [String: [Row]] {
        let prefix = view == "TRIGGERS" ? "EVENT_OBJECT" : "TABLE"
        let tableColumn = view == "TRIGGERS" ? "EVENT_OBJECT_TABLE" : "TABLE_NAME"
        var condition = "\(prefix)_SCHEMA = \(connection.quoted(folded(selection.database)))"
        if let tables = selection.tables {
            let names = tables.map { connection.quoted(folded($0)) }
            // MariaDB finds one table without opening the others, and knows that of equality alone.
            let one = names.count == 1
            condition += " AND \(tableColumn) " + (one ? "= \(names[0])" : "IN (\(names.joined(separator: ", ")))")
        }
        let sql = "SELECT \(list) FROM information_schema.\(view) WHERE \(condition) ORDER BY \(order)"
        let wanted = selection.tables.map { Set($0.map(folded)) }
        let selected = try connection.query(sql).filter { matches($0, selection.database, wanted) }
        return Dictionary(grouping: selected) { folded($0.text(1)) }
    }

    /// The server may compare the names in information_schema without case even where tables have it.
    private func matches(_ row: Row, _ database: String, _ tables: Set<String>?) -> Bool {
        folded(row.text(0)) == folded(database) && tables?.contains(folded(row.text(1))) ?? true
    }

    private func folded(_ name: String) -> String {
        namesHaveCase ? name : name.lowercased()
    }
}
