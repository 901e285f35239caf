internal import ChangeModel

/// The stream that a session applies: what the workers of the session note of it, and where.
struct SessionStream: Sendable {
    let name: String
    let table: ProgressTable
    let epoch: UInt64
    let ledger: ProgressLedger
    /// nil where no row may be set aside, and none ever was.
    var quarantine: Quarantine?
    /// nil where no policy may change a value.
    var policyUses: PolicyUsesTable?

    /// What the transaction that commits `transactions` must say of the worker's progress. It must change one row.
    func progressStatement(worker: Int, committing transactions: [SourceTransaction]) -> String {
        table.updateStatement(
            stream: name,
            worker: worker,
            epoch: epoch,
            ledger.progress(of: worker, committing: transactions)
        )
    }

    /// What the transaction that commits these uses must say of them.
    func policyUsesStatements(worker: Int, _ uses: PolicyUses) -> [String] {
        policyUses?.statements(stream: name, worker: worker, uses) ?? []
    }

    var displaced: ReplayError { .displaced(stream: name, table: table.qualifiedName) }
}
