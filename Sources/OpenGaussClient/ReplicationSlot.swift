package import ChangeModel

/// A logical replication slot as the server describes it.
package struct ReplicationSlot: Sendable {
    package let name: String
    package let plugin: String
    package let database: String
    package let isActive: Bool
    /// The server keeps its log from here on for the slot.
    package let restartPosition: LSN?
    /// The server believes that everything up to here is safe with us.
    package let confirmedPosition: LSN?

    /// Looks the slot up by name; nil when there is none.
    package static func find(_ name: String, on connection: SourceConnection) throws(SourceError) -> ReplicationSlot? {
        let sql = "SELECT * FROM pg_replication_slots WHERE slot_name = " + SourceQuoting.literal(name)
        let answer = try connection.query(sql, to: "look up the slot \(name)")
        guard !answer.rows.isEmpty else { return nil }
        return ReplicationSlot(
            name: name,
            plugin: answer.first("plugin") ?? "",
            database: answer.first("database") ?? "",
            isActive: QueryResult.isTrue(answer.first("active")),
            restartPosition: answer.first("restart_lsn").flatMap { LSN($0) },
            // PostgreSQL's and openGauss's name of the column.
            confirmedPosition: (answer.first("confirmed_flush_lsn") ?? answer.first("confirmed_flush"))
                .flatMap { LSN($0) }
        )
    }

    /// Makes the slot and returns where it begins. Waits for every transaction that is running.
    package static func create(
        _ name: String,
        plugin: String,
        on connection: SourceConnection
    ) throws(SourceError) -> LSN {
        let operation = "create the slot \(name)"
        let sql =
            "CREATE_REPLICATION_SLOT \(SourceQuoting.identifier(name)) LOGICAL \(SourceQuoting.identifier(plugin))"
        let answer = try connection.query(sql, to: operation)
        guard let start = answer.first("consistent_point").flatMap({ LSN($0) }) else {
            throw SourceError(.protocolViolation, operation: operation, message: "its answer names no position")
        }
        return start
    }

    package static func drop(_ name: String, on connection: SourceConnection) throws(SourceError) {
        try connection.query(
            "DROP_REPLICATION_SLOT \(SourceQuoting.identifier(name))",
            to: "drop the slot \(name)"
        )
    }
}
