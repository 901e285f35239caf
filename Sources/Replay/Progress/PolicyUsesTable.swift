package import MySQLClient

/// The target's record of how often which policy settled values of a column, counted in the very transactions that wrote those values.
///
/// Each worker counts in rows of its own, so that none waits for another; the counts of a column are their sum.
package struct PolicyUsesTable: Sendable {
    package let database: String
    package let table: String

    package init(database: String, table: String) {
        self.database = database
        self.table = table
    }

    private var qualifiedName: String { TargetName(database: database, table: table).quoted }

    func create(on connection: MySQLConnection) throws(MySQLError) {
        try connection.execute(
            """
            CREATE TABLE IF NOT EXISTS \(qualifiedName) (
                stream VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
                worker INT UNSIGNED NOT NULL,
                source_column VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
                policy VARCHAR(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
                reason VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL COMMENT 'how the values did not fit',
                settled BIGINT UNSIGNED NOT NULL COMMENT 'how many values',
                first_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
                last_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6),
                PRIMARY KEY (stream, worker, source_column, policy, reason)
            ) ENGINE=InnoDB COMMENT='written by reverse-migration'
            """
        )
    }

    /// What belongs into the transaction that commits these uses; each statement changes one row.
    func statements(stream: String, worker: Int, _ uses: PolicyUses) -> [String] {
        uses.sorted.map { use, count in
            "INSERT INTO \(qualifiedName) SET stream = \(SQLQuoting.literal(stream)), worker = \(worker),"
                + " source_column = \(SQLQuoting.literal(use.column)), policy = '\(use.policy.rawValue)',"
                + " reason = \(SQLQuoting.literal(use.misfit.rawValue)), settled = \(count)"
                + " ON DUPLICATE KEY UPDATE settled = settled + \(count)"
        }
    }

    /// Empty where nothing was ever settled, and where there is no such table.
    package func read(stream: String, on connection: MySQLConnection) throws(MySQLError) -> PolicyUses {
        let sql =
            "SELECT source_column, policy, reason, SUM(settled) FROM \(qualifiedName) WHERE stream = \(connection.quoted(stream))"
            + " GROUP BY source_column, policy, reason"
        var uses = PolicyUses()
        do throws(MySQLError) {
            for row in try connection.query(sql) {
                guard let column = row[0], let policy = row[1].flatMap({ ValuePolicy(rawValue: $0) }),
                    let misfit = row[2].flatMap({ Misfit(rawValue: $0) }), let count = row[3].flatMap({ UInt64($0) })
                else { continue }
                uses.count(misfit, in: column, settledBy: policy, times: count)
            }
        } catch {
            guard error.errorClass == .schemaMismatch else { throw error }
        }
        return uses
    }
}
