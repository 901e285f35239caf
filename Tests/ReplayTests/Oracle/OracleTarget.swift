internal import MySQLClient

@testable import Replay

/// A database of the oracle's own on a real server.
final class OracleTarget {
    let live: LiveTarget
    let database: String
    let connection: MySQLConnection
    /// Those of `wantedCollations` that the server has.
    let collations: [String]
    private let ownIdentifier: String
    private var tableCount = 0

    /// Compared with and without case, accents and blanks at the end, as both servers name it.
    private static let wantedCollations = [
        "utf8mb4_general_ci", "utf8mb4_unicode_ci", "utf8mb4_0900_ai_ci", "utf8mb4_0900_as_cs", "utf8mb4_bin",
        "utf8mb4_0900_bin", "utf8mb4_nopad_bin", "utf8mb4_unicode_nopad_ci", "utf8mb4_german2_ci", "latin1_swedish_ci",
        "latin1_german2_ci", "latin1_bin",
    ]

    init(_ live: LiveTarget, database: String) throws(MySQLError) {
        self.live = live
        self.database = database
        try live.connect().execute("CREATE DATABASE IF NOT EXISTS \(database) CHARACTER SET utf8mb4")
        var options = live.options
        options.database = database
        connection = try MySQLConnection(options: options)
        ownIdentifier = try connection.query("SELECT CONNECTION_ID()").first?.first.flatMap { $0 } ?? "0"
        let known = try connection.query("SELECT collation_name FROM information_schema.collations")
        let names = Set(known.compactMap { $0.first.flatMap { $0 } })
        collations = Self.wantedCollations.filter { names.contains($0) }
        try connection.execute("SET SESSION foreign_key_checks = 0")
    }

    var progressTable: ProgressTable { ProgressTable(database: database, table: "progress") }

    /// Makes the schema's tables, empty, in the place of those that were there.
    func create(_ schema: OracleSchema) throws(MySQLError) {
        for number in 0..<5 { try connection.execute("DROP TABLE IF EXISTS t\(number)") }
        for table in schema.tables { try connection.execute(table.definition(referring: schema.tables)) }
        for table in schema.tables where schema.hasTriggers {
            for trigger in table.watchers(referring: schema.tables) + table.dawdlers { try connection.execute(trigger) }
        }
        try progressTable.create(on: connection)
    }

    /// Empties the tables, children first, and forgets how far any stream was.
    func clear(_ schema: OracleSchema) throws(MySQLError) {
        for table in schema.tables.reversed() { try connection.execute("DELETE FROM \(table.name)") }
        try connection.execute("DELETE FROM progress")
    }

    /// All rows of a table, as `OracleValue.stored` spells them, sorted.
    func rows(of table: OracleTable) throws(MySQLError) -> [String] {
        let shown = table.columns.map { $0.kind.shown($0.name) }.joined(separator: ", ")
        return try connection.query("SELECT \(shown) FROM \(table.name)").map { Self.line($0) }.sorted()
    }

    static func line(_ values: [String?]) -> String {
        values.map { value in value.map { "'\($0)'" } ?? "NULL" }.joined(separator: " ")
    }

    /// MySQL's information_schema converts the statements of all sessions, asked for or not, and fails at characters of four bytes.
    private static func sessions(of database: String, but identifier: String, _ connection: MySQLConnection) -> String {
        switch connection.serverVersion.flavour {
        case .mysql:
            "SELECT processlist_id FROM performance_schema.threads WHERE processlist_db = '\(database)'"
                + " AND processlist_id <> \(identifier)"
        case .mariadb:
            "SELECT id FROM information_schema.processlist WHERE db = '\(database)' AND id <> \(identifier)"
        }
    }

    /// Cuts connections to the database, but not this object's: one of them, or all.
    func cutter(all: Bool) -> @Sendable () -> Void {
        let (live, database, ownIdentifier) = (live, database, ownIdentifier)
        return {
            do throws(MySQLError) {
                let connection = try live.connect()
                let sessions = try connection.query(Self.sessions(of: database, but: ownIdentifier, connection))
                for session in all ? sessions : Array(sessions.shuffled().prefix(1)) {
                    guard let identifier = session[0] else { continue }
                    // One that has gone by itself cannot be cut any more.
                    do throws(MySQLError) { try connection.execute("KILL CONNECTION \(identifier)") } catch { continue }
                }
            } catch {
                preconditionFailure("\(error)")
            }
        }
    }
}
