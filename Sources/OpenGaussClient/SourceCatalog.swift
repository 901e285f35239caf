package import ChangeModel

/// What the source's catalogue says of its settings, rights and tables; only what PostgreSQL and openGauss share.
package struct SourceCatalog {
    let connection: SourceConnection

    package init(_ connection: SourceConnection) {
        self.connection = connection
    }

    /// A table of the source, with its columns in the catalogue's order; those of the row identity are in the old image.
    package struct Table: Sendable {
        package let relation: Relation
        /// `d` default, `f` full, `i` index, `n` nothing.
        package let identity: String
        package let hasPrimaryKey: Bool
        /// A unique index without nullable columns, which may become the identity; nil where there is none.
        package let identifyingIndex: String?

        /// Whether an UPDATE and a DELETE say which row they mean.
        package var namesItsRows: Bool {
            switch identity {
            case "d": hasPrimaryKey
            case "n": false
            // The index may be gone, or not be valid.
            default: !relation.oldColumnIndices.isEmpty
            }
        }
    }

    package func setting(_ name: String) throws(SourceError) -> String? {
        try connection.query("SHOW \(name)", to: "show \(name)").rows.first.flatMap { $0.first.flatMap { $0 } }
    }

    /// Whether the user may stream: the REPLICATION right, or an administrator's.
    package func mayReplicate() throws(SourceError) -> Bool {
        let answer = try connection.query(
            "SELECT rolreplication OR rolsuper AS allowed FROM pg_roles WHERE rolname = current_user",
            to: "look up the user's rights"
        )
        // An administrator of openGauss, which says so at the login, needs no right of its own.
        return QueryResult.isTrue(answer.first("allowed")) || connection.parameter("is_sysadmin") == "on"
    }

    package func slotCount() throws(SourceError) -> Int {
        let answer = try connection.query("SELECT count(*) AS slots FROM pg_replication_slots", to: "count slots")
        return answer.first("slots").flatMap { Int($0) } ?? 0
    }

    /// Ordinary and partitioned tables outside the system's schemas; partitions speak through their parent.
    package func tables() throws(SourceError) -> [Table] {
        let answer = try connection.query(Self.columnQuery, to: "list its tables")
        var names: [TableName] = []
        var rows: [TableName: [[String?]]] = [:]
        for row in answer.rows {
            let name = TableName(schema: row[0] ?? "", table: row[1] ?? "")
            if rows[name] == nil { names.append(name) }
            rows[name, default: []].append(row)
        }
        return names.map { Self.table($0, rows[$0] ?? []) }
    }

    private static func table(_ name: TableName, _ rows: [[String?]]) -> Table {
        let identity = rows.first.flatMap { $0[2] } ?? "d"
        let columns = rows.map { row in
            Column(
                name: row[3] ?? "",
                typeName: row[4] ?? "",
                isInNewImage: true,
                isInOldImage: identity == "f" || QueryResult.isTrue(row[5])
            )
        }
        return Table(
            relation: Relation(table: name, columns: columns),
            identity: identity,
            hasPrimaryKey: rows.contains { QueryResult.isTrue($0[6]) },
            identifyingIndex: rows.first.flatMap { $0[7] }
        )
    }

    /// Schema, table, identity, column, type, whether the column is in the identity, whether it is in the primary key, an index that may
    /// become the identity. What is checked late or is not valid names no rows.
    private static let columnQuery = """
        SELECT n.nspname, c.relname, c.relreplident, a.attname, format_type(a.atttypid, NULL),
            COALESCE((SELECT a.attnum = ANY (i.indkey) FROM pg_index i WHERE i.indrelid = c.oid
                AND i.indisvalid AND i.indimmediate AND ((c.relreplident = 'd' AND i.indisprimary) OR (c.relreplident = 'i' AND i.indisreplident))), false),
            COALESCE((SELECT a.attnum = ANY (i.indkey) FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary
                AND i.indisvalid AND i.indimmediate), false),
            (SELECT min(x.relname::text) FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid WHERE i.indrelid = c.oid AND i.indisunique
                AND i.indisvalid AND i.indimmediate AND i.indpred IS NULL AND i.indexprs IS NULL
                AND NOT EXISTS (SELECT 1 FROM pg_attribute k WHERE k.attrelid = c.oid AND k.attnum = ANY (i.indkey) AND NOT k.attnotnull))
        FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        WHERE c.relkind IN ('r', 'p') AND c.relpersistence = 'p'
            AND NOT EXISTS (SELECT 1 FROM pg_inherits h WHERE h.inhrelid = c.oid)
            AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'cstore', 'snapshot', 'blockchain', 'db4ai', 'dbe_perf',
                'dbe_pldebugger', 'dbe_pldeveloper', 'dbe_sql_util', 'pkg_service', 'sqladvisor')
            AND n.nspname NOT LIKE 'pg\\_%'
        ORDER BY 1, 2, a.attnum
        """
}
