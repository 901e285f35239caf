/// How changes travel from the spool to the target: section `replay`.
package struct ReplaySettings: Sendable, Equatable {
    package var groupTransactions = 1000
    package var groupRows = 10000
    package var queueMegabytes = 32
    package var insertRowsPerStatement = 256
    package var progressTable = "reverse_migration_progress"
    package var foreignKeyChecks = false
    package var schemaChanges = SchemaChangePolicy.stop
    package var retryDelayMaxSeconds = 30
    package var pollIntervalMilliseconds = 5

    package init() {}
}
