/// A table of the target that replay keeps for itself: no change of the source goes there.
package struct OwnTable: Sendable {
    let name: TargetName
    /// What it keeps, `its progress`.
    let content: String
    /// The option that names it.
    let option: String
}

extension ReplayOptions {
    var ownTables: [OwnTable] {
        [
            OwnTable(name: ownName(progressTable), content: "its progress", option: "replay.progress_table"),
            OwnTable(name: ownName(quarantineTable), content: "its quarantine", option: "replay.quarantine_table"),
            OwnTable(
                name: ownName(policyUsesTable),
                content: "its counts of what policies settled",
                option: "replay.policy_uses_table"
            ),
        ]
    }

    private func ownName(_ table: String) -> TargetName { TargetName(database: database, table: table) }
}
