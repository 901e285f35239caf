internal import ChangeModel

/// Reads the source's tables from its catalogue; only what PostgreSQL 9.2 and its descendants share.
struct SourceTableReader {
    private let session: SourceSession
    private let databaseIsInByteOrder: Bool

    /// Collations that order texts by their bytes, and so by the numbers of their characters.
    private static let byteOrders: Set = ["C", "POSIX", "C.UTF-8", "C.utf8", "ucs_basic"]

    init(_ session: SourceSession) throws(VerificationError) {
        self.session = session
        let sql = "SELECT datcollate FROM pg_database WHERE datname = current_database()"
        let collation = try session.rows(sql, to: "look up its collation").first?.first ?? nil
        databaseIsInByteOrder = Self.byteOrders.contains(collation ?? "")
    }

    /// Ordinary and partitioned tables outside the system's schemas that `admits` takes, by name.
    func tables(_ admits: (TableName) -> Bool) throws(VerificationError) -> [SourceTable] {
        let rows = try session.rows(Self.columnQuery, to: "list its tables")
        var names: [TableName] = []
        var columns: [TableName: [[String?]]] = [:]
        for row in rows {
            let name = TableName(schema: row[0] ?? "", table: row[1] ?? "")
            guard admits(name) else { continue }
            if columns[name] == nil { names.append(name) }
            columns[name, default: []].append(row)
        }
        let keys = try keys()
        return names.map { table($0, columns[$0] ?? [], keys[$0] ?? []) }
    }

    private func table(_ name: TableName, _ rows: [[String?]], _ keys: [[Int]]) -> SourceTable {
        var namesByNumber: [Int: String] = [:]
        var required: Set<Int> = []
        for row in rows {
            guard let number = row[8].flatMap({ Int($0) }) else { continue }
            namesByNumber[number] = row[2]
            if row[4] == "t" { required.insert(number) }
        }
        let key = keys.first { !$0.isEmpty && $0.allSatisfy(required.contains) } ?? []
        return SourceTable(
            name: name,
            columns: rows.map(column),
            key: key.compactMap { namesByNumber[$0] },
            // -1 where the server has never counted, 0 in older servers.
            estimatedRows: rows.first.flatMap { $0[7] }.flatMap { Double($0) }.flatMap { $0 > 0 ? UInt64($0) : nil }
        )
    }

    private func column(_ row: [String?]) -> SourceTable.Column {
        let typeName = row[3] ?? ""
        let collation = row[6] ?? ""
        let modifier = row[5].flatMap { Int($0) } ?? -1
        return SourceTable.Column(
            name: row[2] ?? "",
            typeName: typeName,
            isNullable: row[4] != "t",
            scale: ["numeric", "number"].contains(typeName) && modifier >= 4 ? (modifier - 4) & 0x7FF : nil,
            isInByteOrder: collation == "default" ? databaseIsInByteOrder : Self.byteOrders.contains(collation)
        )
    }

    /// The numbers of the columns of each unique index, the primary key first.
    private func keys() throws(VerificationError) -> [TableName: [[Int]]] {
        var keys: [TableName: [[Int]]] = [:]
        for row in try session.rows(Self.keyQuery, to: "list its keys") {
            let numbers = (row[2] ?? "").split(separator: " ").compactMap { Int($0) }
            keys[TableName(schema: row[0] ?? "", table: row[1] ?? ""), default: []].append(numbers)
        }
        return keys
    }

    private static let ordinaryTables = """
        c.relkind IN ('r', 'p') AND c.relpersistence = 'p'
            AND NOT EXISTS (SELECT 1 FROM pg_inherits h WHERE h.inhrelid = c.oid)
            AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'cstore', 'snapshot', 'blockchain', 'db4ai', 'dbe_perf',
                'dbe_pldebugger', 'dbe_pldeveloper', 'dbe_sql_util', 'pkg_service', 'sqladvisor')
            AND n.nspname NOT LIKE 'pg\\_%'
        """

    private static let columnQuery = """
        SELECT n.nspname, c.relname, a.attname, format_type(a.atttypid, NULL), a.attnotnull, a.atttypmod, k.collname,
            c.reltuples, a.attnum
        FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        LEFT JOIN pg_collation k ON k.oid = a.attcollation
        WHERE \(ordinaryTables)
        ORDER BY 1, 2, a.attnum
        """

    private static let keyQuery = """
        SELECT n.nspname, c.relname, i.indkey
        FROM pg_index i
        JOIN pg_class c ON c.oid = i.indrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL AND \(ordinaryTables)
        ORDER BY 1, 2, i.indisprimary DESC, i.indexrelid
        """
}
