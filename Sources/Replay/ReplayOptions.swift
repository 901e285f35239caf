package import ChangeModel
package import MySQLClient

/// Everything that a replay is told.
package struct ReplayOptions: Sendable {
    package var target: MySQLOptions
    package var spoolDirectory: String
    package var mapping: TableMapping
    /// What becomes of values that their column cannot hold.
    package var valuePolicies: ValuePolicies
    /// What becomes of rows that do not fit.
    package var rowPolicies: RowPolicies
    package var progressTable: String
    package var quarantineTable: String
    /// Rows that may be held in it at a time.
    package var quarantineRowsMax: Int
    package var policyUsesTable: String
    /// What may be remembered of one transaction's rows that do not fit yet, in bytes.
    package var deferredBytes: Int
    /// Source transactions and rows that one target transaction takes at most before it commits; a source transaction is never split.
    package var groupTransactions: Int
    package var groupRows: Int
    package var insertRowsPerStatement: Int
    /// How many connections apply side by side.
    package var workerCount: Int
    /// Commit in the source's order, so that the target never shows a transaction before an earlier one.
    package var commitsInSourceOrder: Bool
    /// Use LOAD DATA LOCAL, from memory, where the target allows it.
    package var loadsData: Bool
    /// What is read ahead of the target may take this much memory, and what is being applied as much again.
    package var queueBytes: Int
    /// Transactions between the oldest that is not applied and the newest that is handed to a worker: what the progress rows must list.
    package var transactionsUnderwayMax: Int
    /// How often the spool's end is looked at while nothing comes.
    package var pollIntervalMilliseconds: Int
    package var checksForeignKeys: Bool
    /// Whether a DDL statement in the stream ends the replay, so that its counterpart can be made in the target.
    package var stopsAtSchemaChanges: Bool
    package var truncations: TruncationPolicy
    /// Whether the values of columns that the target lacks are left out; otherwise they end the replay.
    package var leavesOutNewColumns: Bool
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
        mapping = TableMapping(database: database)
        valuePolicies = ValuePolicies()
        rowPolicies = RowPolicies()
        progressTable = "reverse_migration_progress"
        quarantineTable = "reverse_migration_quarantine"
        quarantineRowsMax = 10_000
        policyUsesTable = "reverse_migration_policy_uses"
        deferredBytes = 16 << 20
        groupTransactions = 20_000
        groupRows = 20_000
        insertRowsPerStatement = 256
        workerCount = 1
        commitsInSourceOrder = false
        loadsData = true
        transactionsUnderwayMax = 100_000
        queueBytes = 16 << 20
        pollIntervalMilliseconds = 5
        checksForeignKeys = false
        stopsAtSchemaChanges = true
        truncations = .apply
        leavesOutNewColumns = false
        retryDelayMaxMilliseconds = 30_000
        progressIntervalMilliseconds = 10_000
    }
}

extension ReplayOptions {
    /// Takes what the mapping places nowhere else, and holds the progress table.
    package var database: String { mapping.database }
}
