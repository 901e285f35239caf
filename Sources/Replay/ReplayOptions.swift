package import ChangeModel
package import MySQLClient

/// Everything that a replay is told.
package struct ReplayOptions: Sendable {
    package var target: MySQLOptions
    package var spoolDirectory: String
    /// The target's database for source schemas that `schemaMapping` does not name; holds the progress table too.
    package var database: String
    package var schemaMapping: [String: String]
    package var progressTable: String
    /// Source transactions and rows that one target transaction takes at most before it commits; a source transaction is never split.
    package var groupTransactions: Int
    package var groupRows: Int
    package var insertRowsPerStatement: Int
    /// What is read ahead of the target may take this much memory.
    package var queueBytes: Int
    /// How often the spool's end is looked at while nothing comes.
    package var pollIntervalMilliseconds: Int
    package var checksForeignKeys: Bool
    /// Whether a DDL statement in the stream ends the replay, so that its counterpart can be made in the target.
    package var stopsAtSchemaChanges: Bool
    package var retryDelayMaxMilliseconds: Int
    package var progressIntervalMilliseconds: Int
    /// Apply what commits up to here, then stop.
    package var untilPosition: LSN?
    package var untilTime: CommitTime?
    /// Stop when nothing has come for so long.
    package var stopWhenIdleMilliseconds: Int?

    package init(target: MySQLOptions, spoolDirectory: String, database: String) {
        self.target = target
        self.spoolDirectory = spoolDirectory
        self.database = database
        schemaMapping = [:]
        progressTable = "reverse_migration_progress"
        groupTransactions = 1_000
        groupRows = 10_000
        insertRowsPerStatement = 256
        queueBytes = 32 << 20
        pollIntervalMilliseconds = 5
        checksForeignKeys = false
        stopsAtSchemaChanges = true
        retryDelayMaxMilliseconds = 30_000
        progressIntervalMilliseconds = 10_000
    }
}
