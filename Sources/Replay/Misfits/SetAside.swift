internal import ChangeModel

/// What of one transaction is not written to its tables, while that is applied the exact way.
struct SetAside {
    /// The first row of its kind, and how many there are.
    struct First {
        var count: Int
        let position: LSN
        let keyColumns: [String]
    }

    let quarantine: Quarantine
    /// Rows that were found not to fit only when others had been written. The transaction was rolled back, and they are treated as their
    /// policies say when their turn comes.
    private(set) var suspicion: Suspicion
    private(set) var keys = HeldKeys()
    private(set) var heldRows = 0
    private(set) var notes: [MisfitNote: First] = [:]

    init(_ quarantine: Quarantine, _ suspicion: Suspicion = Suspicion()) {
        self.quarantine = quarantine
        self.suspicion = suspicion
    }

    /// Why the row is known not to fit.
    func refusal(of row: TransactionRow) -> ReplayError? { suspicion.refused[row.place] }

    /// Whether the row must wait for one that is held, by this transaction or an earlier one.
    func touches(_ row: TransactionRow) -> Bool {
        let own = heldRows > 0 && row.planned.withKeys(of: row.record..<(row.record + 1)) { keys.touches($0) }
        return own || quarantine.touches(row.planned, row.record..<(row.record + 1))
    }

    func mayConcern(_ table: TableKeys) -> Bool {
        keys.mayConcern(table) || quarantine.mayConcern(table)
    }

    func mayConcern(tableHash: UInt64) -> Bool {
        keys.mayConcern(tableHash: tableHash) || quarantine.mayConcern(tableHash: tableHash)
    }

    mutating func refuse(_ row: TransactionRow, _ error: ReplayError) {
        precondition(suspicion.refused[row.place] == nil, "a row that was refused is not written again")
        suspicion.refused[row.place] = error
    }

    mutating func writeSingly() {
        suspicion.writesSingly = true
    }

    /// Room for the row is reserved; `parentKeys` are what its children name.
    mutating func hold(_ row: TransactionRow, parentKeys: [ConflictKey]) {
        heldRows += 1
        keys.add(row, parentKeys: parentKeys)
    }

    mutating func note(_ row: TransactionRow, _ state: QuarantineState, _ misfit: RowMisfit?) {
        let note = MisfitNote(table: row.plan.table, misfit: misfit, state: state)
        notes[note, default: First(count: 0, position: row.position, keyColumns: row.plan.rowKey)].count += 1
    }

    /// The transaction was rolled back; what was learned of its rows stays.
    mutating func undo() {
        quarantine.release(rows: heldRows)
        keys = HeldKeys()
        heldRows = 0
        notes.removeAll()
    }
}
