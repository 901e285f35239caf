/// How changes travel from the spool to the target: section `replay`.
package struct ReplaySettings: Sendable, Equatable {
    package var groupTransactions = 20_000
    package var groupRows = 20000
    package var commitOrder = CommitOrder.dependency
    package var loadData = true
    package var queueMegabytes = 16
    package var insertRowsPerStatement = 256
    package var progressTable = "reverse_migration_progress"
    package var misfits = MisfitsSettings()
    package var quarantineTable = "reverse_migration_quarantine"
    package var quarantineRowsMax = 10_000
    package var deferredMegabytes = 16
    package var policyUsesTable = "reverse_migration_policy_uses"
    package var foreignKeyChecks = false
    package var schemaChanges = SchemaChangePolicy.stop
    package var truncate = TruncatePolicy.apply
    package var newColumns = NewColumnPolicy.stop
    package var retryDelayMaxSeconds = 30
    package var pollIntervalMilliseconds = 5

    package init() {}
}
