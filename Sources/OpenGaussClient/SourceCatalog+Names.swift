package import ChangeModel

extension SourceCatalog {
    /// What decoding by number or without quotes needs: every type's name as the stream would spell it, and every table.
    package func names() throws(SourceError) -> SourceNames {
        var names = SourceNames()
        let types = try connection.query(Self.typeQuery, to: "list its types")
        for row in types.rows {
            guard let number = row[0].flatMap({ UInt32($0) }), let name = row[1] else { continue }
            names.typeNames[number] = name
        }
        let tables = try connection.query(Self.tableQuery, to: "list its tables' names")
        for row in tables.rows { names.tables.insert(TableName(schema: row[0] ?? "", table: row[1] ?? "")) }
        return names
    }

    /// Composite types are left out: every table is one, and no column of a captured table is sent as one.
    private static let typeQuery = "SELECT oid, format_type(oid, NULL) FROM pg_type WHERE typtype <> 'c'"

    private static let tableQuery = """
        SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
        """
}
