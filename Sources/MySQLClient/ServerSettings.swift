/// The variables and privileges of the target that decide whether and how replay can work.
package struct ServerSettings: Sendable, Equatable {
    package let version: ServerVersion
    /// The modes of the server, not of this session: `["STRICT_TRANS_TABLES", …]`.
    package let sqlModes: Set<String>
    package let maximumPacketBytes: UInt64
    package let maximumPreparedStatements: UInt64
    /// 1 is the only value that survives a crash of the host. nil where there is no InnoDB.
    package let flushLogAtCommit: Int?
    /// 0: table names have case; 1: they are stored in lower case; 2: they are compared in lower case.
    package let lowerCaseTableNames: Int
    /// A user with enough privileges may still write to a read-only server.
    package let isReadOnly: Bool
    package let grants: GrantList

    package init(connection: MySQLConnection) throws(MySQLError) {
        // SHOW answers with those that exist; selecting @@super_read_only would fail on MariaDB.
        let rows = try connection.query(
            """
            SHOW GLOBAL VARIABLES WHERE Variable_name IN ('sql_mode', 'max_allowed_packet', 'max_prepared_stmt_count', \
            'innodb_flush_log_at_trx_commit', 'lower_case_table_names', 'read_only', 'super_read_only')
            """
        )
        let grants = try connection.query("SHOW GRANTS").compactMap { $0.first.flatMap { $0 } }
        self.init(
            version: connection.serverVersion,
            variables: Dictionary(rows.map { ($0.text(0).lowercased(), $0.text(1)) }, uniquingKeysWith: { $1 }),
            grants: GrantList(statements: grants)
        )
    }

    /// From the answer of SHOW GLOBAL VARIABLES, names in lower case.
    package init(version: ServerVersion, variables: [String: String], grants: GrantList) {
        func number(_ name: String) -> UInt64? { variables[name].flatMap { UInt64($0) } }
        self.version = version
        self.grants = grants
        sqlModes = Set((variables["sql_mode"] ?? "").split(separator: ",").map(String.init))
        maximumPacketBytes = number("max_allowed_packet") ?? 0
        maximumPreparedStatements = number("max_prepared_stmt_count") ?? 0
        flushLogAtCommit = number("innodb_flush_log_at_trx_commit").map { Int($0) }
        lowerCaseTableNames = number("lower_case_table_names").map { Int($0) } ?? 0
        isReadOnly = ["read_only", "super_read_only"].contains { !["OFF", "0"].contains(variables[$0] ?? "OFF") }
    }
}
