package import ChangeModel
package import MySQLClient

/// The target's record of how far a stream is applied. It is written in the transactions that it speaks of, so it is always right.
package struct ProgressTable {
    package let database: String
    package let table: String

    package init(database: String, table: String) {
        self.database = database
        self.table = table
    }

    /// How far one stream is.
    package struct Progress: Equatable, Sendable {
        package let stream: String
        /// Every transaction up to here is in the target.
        package let position: LSN
        package let commitTime: CommitTime?
        package let transactions: UInt64
        package let rows: UInt64
    }

    var qualifiedName: String { SQLQuoting.identifier(database) + "." + SQLQuoting.identifier(table) }

    /// One row per worker; the low watermark of all and what is applied above it is for parallel workers to come.
    func create(on connection: MySQLConnection) throws(MySQLError) {
        try connection.execute(
            """
            CREATE TABLE IF NOT EXISTS \(qualifiedName) (
                stream VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
                worker INT UNSIGNED NOT NULL,
                position BIGINT UNSIGNED NOT NULL COMMENT 'every transaction up to here is applied',
                position_text VARCHAR(20) NOT NULL COMMENT 'the same as the source spells it',
                commit_time_microseconds BIGINT NOT NULL COMMENT 'of the last transaction, since 1970 UTC; 0 before the first',
                transactions BIGINT UNSIGNED NOT NULL,
                row_changes BIGINT UNSIGNED NOT NULL,
                updated_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6),
                PRIMARY KEY (stream, worker)
            ) ENGINE=InnoDB COMMENT='written by reverse-migration; do not touch'
            """
        )
    }

    /// nil when the stream, or the table, is not there.
    package func read(stream: String, on connection: MySQLConnection) throws(MySQLError) -> Progress? {
        let sql =
            "SELECT position, commit_time_microseconds, transactions, row_changes FROM \(qualifiedName)"
            + " WHERE stream = \(connection.quoted(stream)) AND worker = 0"
        let rows: [[String?]]
        do throws(MySQLError) {
            rows = try connection.query(sql)
        } catch {
            guard error.errorClass == .schemaMismatch else { throw error }
            return nil
        }
        guard let row = rows.first else { return nil }
        let numbers = row.map { $0.flatMap { UInt64($0) } ?? 0 }
        return Progress(
            stream: stream,
            position: LSN(numbers[0]),
            commitTime: numbers[1] == 0 ? nil : CommitTime(microsecondsSinceEpoch: Int64(clamping: numbers[1])),
            transactions: numbers[2],
            rows: numbers[3]
        )
    }

    /// The stream's row, made where it is missing.
    func readOrBegin(stream: String, on connection: MySQLConnection) throws(MySQLError) -> Progress {
        if let progress = try read(stream: stream, on: connection) { return progress }
        try insert(stream: stream, on: connection)
        return Progress(stream: stream, position: .zero, commitTime: nil, transactions: 0, rows: 0)
    }

    private func insert(stream: String, on connection: MySQLConnection) throws(MySQLError) {
        try connection.execute(
            "INSERT INTO \(qualifiedName) (stream, worker, position, position_text, commit_time_microseconds, transactions,"
                + " row_changes) VALUES (\(connection.quoted(stream)), 0, 0, '0/0', 0, 0, 0)"
        )
    }

    /// With its parameters in the order of `append`.
    var updateStatement: String {
        "UPDATE \(qualifiedName) SET position = ?, position_text = ?, commit_time_microseconds = ?, transactions = ?,"
            + " row_changes = ? WHERE stream = ? AND worker = 0"
    }

    static func append(_ progress: Progress, to parameters: inout ParameterList) {
        parameters.append(unsigned: progress.position.rawValue)
        parameters.append(text: progress.position.description)
        parameters.append(signed: progress.commitTime?.microsecondsSinceEpoch ?? 0)
        parameters.append(unsigned: progress.transactions)
        parameters.append(unsigned: progress.rows)
        parameters.append(text: progress.stream)
    }
}
