import MySQLClient
import Replay
import Settings
import Spool

/// The quarantine as the verbs see it: a connection to the target, and the table.
struct QuarantineDesk {
    let connection: MySQLConnection
    let table: QuarantineTable
    private let database: String

    init(_ settings: Settings) throws {
        database = settings.target.database
        table = QuarantineTable(database: database, table: settings.replay.quarantineTable)
        do throws(MySQLError) {
            connection = try MySQLConnection(options: settings.targetOptions)
            try connection.execute("SET SESSION time_zone = '+00:00'")
        } catch {
            throw ReplayError.target(error)
        }
    }

    /// Throws where there is no table.
    func requireTable() throws {
        guard try asking({ () throws(MySQLError) in try table.exists(on: connection) }) else {
            throw QuarantineRefusal.empty(table: "\(table.database).\(table.table)")
        }
    }

    func row(_ identifier: UInt64) throws -> QuarantinedRow {
        let found = try asking { () throws(MySQLError) in try table.row(identifier, on: connection) }
        guard let found else {
            throw QuarantineRefusal.rowUnknown(identifier: identifier, table: "\(table.database).\(table.table)")
        }
        return found
    }

    func change(of row: QuarantinedRow) throws -> StoredRow {
        let bytes = try asking { () throws(MySQLError) in try table.change(row.identifier, on: connection) }
        guard let change = StoredRow(bytes) else {
            throw QuarantineRefusal.changeUnreadable(identifier: row.identifier)
        }
        return change
    }

    /// Calls `body` for each row that the condition names, in order.
    func forEach(where condition: String, _ body: (QuarantinedRow) throws -> Void) throws {
        var last: UInt64 = 0
        while true {
            let rows = try asking { () throws(MySQLError) in
                try table.rows(where: condition, after: last, on: connection)
            }
            for row in rows { try body(row) }
            guard let end = rows.last else { return }
            last = end.identifier
        }
    }

    /// Moves a row that is in one of the states; one that is in another is named.
    func move(_ identifier: UInt64, from states: [QuarantineState], to state: QuarantineState, verb: String) throws {
        let isMoved = try asking { () throws(MySQLError) in
            try table.move(identifier, from: states, to: state, on: connection)
        }
        if !isMoved {
            throw QuarantineRefusal.wrongState(identifier: identifier, state: try row(identifier).state, verb: verb)
        }
    }

    /// Whether a replay applies the stream, which looks for requests once a second.
    func isReplayed(_ stream: String) throws -> Bool {
        try asking { () throws(MySQLError) in try StreamLock.isHeld(stream, in: database, on: connection) }
    }

    func asking<Value>(_ body: () throws(MySQLError) -> Value) throws -> Value {
        do throws(MySQLError) { return try body() } catch { throw ReplayError.target(error) }
    }
}
