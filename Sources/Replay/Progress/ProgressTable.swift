package import ChangeModel
package import MySQLClient

/// The target's record of how far a stream is applied. Each worker writes its row in the very transactions that it speaks of, so it is
/// always right.
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
        /// What is in the target beyond that.
        package let above: AppliedRanges
        /// Of the transaction at `position`.
        package let commitTime: CommitTime?
        package let transactions: UInt64
        package let rows: UInt64
    }

    var qualifiedName: String { TargetName(database: database, table: table).quoted }

    func create(on connection: MySQLConnection) throws(MySQLError) {
        try connection.execute(
            """
            CREATE TABLE IF NOT EXISTS \(qualifiedName) (
                stream VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
                worker INT UNSIGNED NOT NULL,
                epoch BIGINT UNSIGNED NOT NULL COMMENT 'which start of replay may write the row',
                position BIGINT UNSIGNED NOT NULL COMMENT 'every transaction up to here is applied, by this worker or another',
                position_text VARCHAR(20) NOT NULL COMMENT 'the same as the source spells it',
                applied_above MEDIUMBLOB NOT NULL COMMENT 'what this worker has applied beyond it',
                commit_time_microseconds BIGINT NOT NULL COMMENT 'of the transaction there, since 1970 UTC; 0 before the first',
                transactions BIGINT UNSIGNED NOT NULL COMMENT 'that this worker has applied',
                row_changes BIGINT UNSIGNED NOT NULL,
                updated_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6),
                PRIMARY KEY (stream, worker)
            ) ENGINE=InnoDB COMMENT='written by reverse-migration; do not touch'
            """
        )
    }

    /// nil when the stream, or the table, is not there.
    package func read(stream: String, on connection: MySQLConnection) throws(MySQLError) -> Progress? {
        do throws(MySQLError) {
            return try readRows(stream, on: connection, lock: "")?.progress
        } catch {
            guard error.errorClass == .schemaMismatch else { throw error }
            return nil
        }
    }

    /// Takes the stream over: from here on only rows of the returned epoch can be written, and what is read is final.
    ///
    /// A session of an earlier start that has written its progress and not yet committed holds its row locked, so it is waited for; one that
    /// comes later finds no row of its epoch and must roll back.
    func begin(
        stream: String,
        workers: Int,
        on connection: MySQLConnection
    ) throws(MySQLError) -> (progress: Progress, epoch: UInt64) {
        try connection.execute("START TRANSACTION")
        let found = try readRows(stream, on: connection, lock: " FOR UPDATE")
        let progress =
            found?.progress
            ?? Progress(
                stream: stream,
                position: .zero,
                above: AppliedRanges(),
                commitTime: nil,
                transactions: 0,
                rows: 0
            )
        let epoch = (found?.epoch ?? 0) + 1
        try connection.execute("DELETE FROM \(qualifiedName) WHERE stream = \(connection.quoted(stream))")
        for worker in 0..<workers {
            var row = WorkerProgress(position: progress.position, commitTime: progress.commitTime)
            // The first one carries on what all earlier workers together had.
            if worker == 0 {
                row.above = progress.above.encoded(above: progress.position)
                row.transactions = progress.transactions
                row.rows = progress.rows
            }
            try connection.execute(
                "INSERT INTO \(qualifiedName) SET \(row.assignments), stream = \(connection.quoted(stream)),"
                    + " worker = \(worker), epoch = \(epoch)"
            )
        }
        try connection.execute("COMMIT")
        return (progress, epoch)
    }

    /// Must find one row: otherwise another replay has taken the stream over, or somebody deleted it.
    func updateStatement(stream: String, worker: Int, epoch: UInt64, _ row: WorkerProgress) -> String {
        "UPDATE \(qualifiedName) SET \(row.assignments) WHERE stream = \(SQLQuoting.literal(stream)) AND worker = \(worker)"
            + " AND epoch = \(epoch)"
    }

    /// Whether a worker's row is still the one that this start of replay may write.
    func holds(stream: String, worker: Int, epoch: UInt64, on connection: MySQLConnection) throws(MySQLError) -> Bool {
        let sql =
            "SELECT 1 FROM \(qualifiedName) WHERE stream = \(connection.quoted(stream)) AND worker = \(worker)"
            + " AND epoch = \(epoch)"
        return try !connection.query(sql).isEmpty
    }
}

extension ProgressTable {
    private typealias Rows = (progress: Progress, epoch: UInt64)

    private func readRows(
        _ stream: String,
        on connection: MySQLConnection,
        lock: String
    ) throws(MySQLError) -> Rows? {
        let rows = try connection.query(
            "SELECT position, HEX(applied_above), commit_time_microseconds, transactions, row_changes, epoch FROM"
                + " \(qualifiedName) WHERE stream = \(connection.quoted(stream)) ORDER BY worker\(lock)"
        )
        guard !rows.isEmpty else { return nil }
        var position = LSN.zero
        var commitTime: CommitTime?
        var all: [AppliedRanges] = []
        var transactions: UInt64 = 0
        var changes: UInt64 = 0
        var epoch: UInt64 = 0
        for row in rows {
            let numbers = row.map { $0.flatMap { UInt64($0) } ?? 0 }
            let ranges = AppliedRanges(HexadecimalBytes.decoded(row[1] ?? ""))
            guard let ranges else {
                throw MySQLError(
                    code: 0,
                    sqlState: "",
                    operation: "read the progress in \(qualifiedName)",
                    serverMessage:
                        "the column applied_above is not as replay wrote it: restore the table from a backup of this target"
                )
            }
            all.append(ranges)
            if LSN(numbers[0]) >= position {
                position = LSN(numbers[0])
                commitTime = row[2].flatMap { Int64($0) }.flatMap {
                    $0 == 0 ? nil : CommitTime(microsecondsSinceEpoch: $0)
                }
            }
            transactions += numbers[3]
            changes += numbers[4]
            epoch = max(epoch, numbers[5])
        }
        let progress = Progress(
            stream: stream,
            position: position,
            above: AppliedRanges.union(all).above(position),
            commitTime: commitTime,
            transactions: transactions,
            rows: changes
        )
        return (progress, epoch)
    }
}
