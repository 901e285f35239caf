internal import ChangeModel
package import MySQLClient

/// The target's record of rows that did not go into their tables as they came: written in the very transactions that they belong to.
package struct QuarantineTable: Sendable {
    package let database: String
    package let table: String

    package init(database: String, table: String) {
        self.database = database
        self.table = table
    }

    package var qualifiedName: String { TargetName(database: database, table: table).quoted }

    func create(on connection: MySQLConnection) throws(MySQLError) {
        try connection.execute(
            """
            CREATE TABLE IF NOT EXISTS \(qualifiedName) (
                id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
                stream VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
                position BIGINT UNSIGNED NOT NULL COMMENT 'the commit of its transaction',
                position_text VARCHAR(20) NOT NULL COMMENT 'the same as the source spells it',
                place BIGINT UNSIGNED NOT NULL COMMENT 'the number of the change in its transaction, from 0 on',
                source_table VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
                target_table VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
                operation VARCHAR(10) NOT NULL,
                misfit VARCHAR(20) COMMENT 'how it does not fit; NULL for one that waits for another',
                reason TEXT CHARACTER SET utf8mb4 NOT NULL,
                state VARCHAR(12) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
                row_change LONGBLOB NOT NULL COMMENT 'the change, as a block of the spool',
                recorded_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
                changed_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6),
                KEY by_state (stream, state)
            ) ENGINE=InnoDB COMMENT='written by reverse-migration; settle its rows with reverse-migration quarantine'
            """
        )
    }

    package func exists(on connection: MySQLConnection) throws(MySQLError) -> Bool {
        let sql =
            "SELECT 1 FROM information_schema.tables WHERE table_schema = \(connection.quoted(database))"
            + " AND table_name = \(connection.quoted(table))"
        return try !connection.query(sql).isEmpty
    }

    /// To be prepared; the values are those of `parameters`.
    var insertStatement: String {
        "INSERT INTO \(qualifiedName) (stream, position, position_text, place, source_table, target_table, operation, misfit,"
            + " reason, state, row_change) VALUES (?,?,?,?,?,?,?,?,?,?,?)"
    }

    /// How many rows there are in each state; of all streams where none is named.
    package func counts(of stream: String?, on connection: MySQLConnection) throws(MySQLError) -> [QuarantineState: Int]
    {
        let condition = stream.map { " WHERE stream = \(connection.quoted($0))" } ?? ""
        let rows = try connection.query("SELECT state, COUNT(*) FROM \(qualifiedName)\(condition) GROUP BY state")
        var counts: [QuarantineState: Int] = [:]
        for row in rows {
            guard let state = row[0].flatMap({ QuarantineState(rawValue: $0) }) else { continue }
            counts[state] = row[1].flatMap { Int($0) } ?? 0
        }
        return counts
    }
}

/// Reading rows.
extension QuarantineTable {
    private static let columns =
        "id, stream, position, place, source_table, target_table, operation, misfit, reason, state, recorded_at, changed_at"

    /// Rows in the order in which they were recorded, behind `identifier`, at most `limit`.
    package func rows(
        where condition: String = "TRUE",
        after identifier: UInt64 = 0,
        limit: Int = 1_000,
        on connection: MySQLConnection
    ) throws(MySQLError) -> [QuarantinedRow] {
        try connection.query(
            "SELECT \(Self.columns) FROM \(qualifiedName) WHERE id > \(identifier) AND (\(condition)) ORDER BY id LIMIT \(limit)"
        ).compactMap(Self.row)
    }

    package func row(_ identifier: UInt64, on connection: MySQLConnection) throws(MySQLError) -> QuarantinedRow? {
        guard identifier > 0 else { return nil }
        return try rows(where: "id = \(identifier)", limit: 1, on: connection).first
    }

    /// The bytes of a `StoredChange`.
    package func change(_ identifier: UInt64, on connection: MySQLConnection) throws(MySQLError) -> [UInt8] {
        let rows = try connection.query("SELECT HEX(row_change) FROM \(qualifiedName) WHERE id = \(identifier)")
        return HexadecimalBytes.decoded(rows.first?.first.flatMap { $0 } ?? "")
    }

    /// The condition for rows of a stream in some states.
    static func condition(_ stream: String, _ states: [QuarantineState]) -> String {
        "stream = \(SQLQuoting.literal(stream)) AND state IN (\(list(states)))"
    }

    private static func list(_ states: [QuarantineState]) -> String {
        states.map { "'\($0.rawValue)'" }.joined(separator: ",")
    }

    private static func row(_ values: [String?]) -> QuarantinedRow? {
        guard let identifier = values[0].flatMap({ UInt64($0) }), let position = values[2].flatMap({ UInt64($0) }),
            let state = values[9].flatMap({ QuarantineState(rawValue: $0) })
        else { return nil }
        return QuarantinedRow(
            identifier: identifier,
            stream: values[1] ?? "",
            position: LSN(position),
            place: values[3].flatMap { UInt64($0) } ?? 0,
            sourceTable: values[4] ?? "",
            targetTable: values[5] ?? "",
            operation: values[6] ?? "",
            misfit: values[7].flatMap { RowMisfit(rawValue: $0) },
            reason: values[8] ?? "",
            state: state,
            recordedAt: values[10] ?? "",
            changedAt: values[11] ?? ""
        )
    }
}

/// Changing rows.
extension QuarantineTable {
    /// Moves a row from one of some states to another; false where it is in none of them any more.
    @discardableResult
    package func move(
        _ identifier: UInt64,
        from states: [QuarantineState],
        to state: QuarantineState,
        on connection: MySQLConnection
    ) throws(MySQLError) -> Bool {
        try update(identifier, "state = '\(state.rawValue)'", states, connection)
    }

    /// It was tried, and does not fit either.
    func hold(
        _ identifier: UInt64,
        _ misfit: RowMisfit?,
        reason: String,
        on connection: MySQLConnection
    ) throws(MySQLError) {
        let kind = misfit.map { ", misfit = '\($0.rawValue)'" } ?? ""
        let assignments = "state = 'held', reason = \(connection.quoted(reason))\(kind)"
        _ = try update(identifier, assignments, [.retry, .waiting], connection)
    }

    /// Replaces the change of a row that is held; false where it is not held any more.
    package func edit(
        _ identifier: UInt64,
        to change: [UInt8],
        on connection: MySQLConnection
    ) throws(MySQLError) -> Bool {
        try update(identifier, "row_change = \(HexadecimalBytes.literal(change))", [.held], connection)
    }

    private func update(
        _ identifier: UInt64,
        _ assignments: String,
        _ states: [QuarantineState],
        _ connection: MySQLConnection
    ) throws(MySQLError) -> Bool {
        let sql =
            "UPDATE \(qualifiedName) SET \(assignments) WHERE id = \(identifier) AND state IN (\(Self.list(states)))"
        return try connection.execute(sql).affectedRows == 1
    }

    /// How many rows are held back, and how many of them somebody wants to be tried again.
    func requests(
        of stream: String,
        on connection: MySQLConnection
    ) throws(MySQLError) -> (heldRows: Int, retries: Int) {
        let condition = Self.condition(stream, QuarantineState.holdingBack)
        let row = try connection.query(
            "SELECT COUNT(*), COALESCE(SUM(state = 'retry'), 0) FROM \(qualifiedName) WHERE \(condition)"
        ).first
        let numbers = (row ?? []).map { $0.flatMap { Int($0) } ?? 0 }
        return numbers.count == 2 ? (numbers[0], numbers[1]) : (0, 0)
    }
}
