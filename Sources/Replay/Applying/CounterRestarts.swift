internal import ChangeModel
internal import Logging
internal import MySQLClient

/// Restarts the AUTO_INCREMENT counters of tables that a TRUNCATE … RESTART IDENTITY has emptied, behind its COMMIT: the statement ends a
/// transaction by itself.
///
/// A counter is no data. Where it cannot be restarted the target goes on with higher numbers, and the log says by which statement to mend it.
struct CounterRestarts {
    private let session: TargetSession
    private let mapping: TableMapping
    private var tables: [TargetName] = []

    /// How long a statement waits for other sessions to let go of the table.
    private static let tableWaitMaxSeconds = 5

    init(session: TargetSession, mapping: TableMapping) {
        self.session = session
        self.mapping = mapping
    }

    mutating func note(_ truncation: Truncation) {
        guard truncation.restartsSequences else { return }
        tables += truncation.tables.compactMap(mapping.target(of:))
    }

    /// Forgets what was noted: its transaction was rolled back.
    mutating func discard() {
        tables.removeAll()
    }

    /// To be called behind the COMMIT.
    mutating func perform(_ log: Logger) {
        for table in tables {
            let statement = "ALTER TABLE \(table.quoted) AUTO_INCREMENT = 1"
            do throws(MySQLError) {
                try restart(table, statement)
            } catch {
                log.warning(
                    "the counter of \(table) goes on behind a TRUNCATE that restarts it: \(error.message) (error \(error.code)); run \(statement)"
                )
            }
        }
        tables.removeAll()
    }

    private func restart(_ table: TargetName, _ statement: String) throws(MySQLError) {
        let schema = try TargetSchemaReader(connection: session.connection)
        guard let found = try schema.table(database: table.database, name: table.table),
            found.columns.contains(where: \.isAutoIncrement)
        else { return }
        try session.connection.execute("SET SESSION lock_wait_timeout = \(Self.tableWaitMaxSeconds)")
        let outcome = Result<Void, MySQLError> { () throws(MySQLError) in try session.connection.execute(statement) }
        try session.connection.execute("SET SESSION lock_wait_timeout = DEFAULT")
        try outcome.get()
    }
}
