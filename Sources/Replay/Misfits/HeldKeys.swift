/// The conflict keys of rows that are held back: what touches one of them must not overtake it. A pure value.
struct HeldKeys: Equatable {
    private var exclusive: Set<UInt64> = []
    private var shared: Set<UInt64> = []
    /// `TableKeys.tableHash` of the tables of which something is held.
    private var tables: Set<UInt64> = []
    /// Whether something is held of a table that foreign keys bind to others.
    private var holdsBoundRows = false

    mutating func add(_ keys: Span<ConflictKey>, of table: TableKeys) {
        for index in 0..<keys.count {
            if keys[index].isShared { shared.insert(keys[index].thing) } else { exclusive.insert(keys[index].thing) }
        }
        tables.insert(table.tableHash)
        if !table.references.isEmpty || !table.referenced.isEmpty { holdsBoundRows = true }
    }

    /// All that must not overtake the row; `parentKeys` are what its children name.
    mutating func add(_ row: TransactionRow, parentKeys: [ConflictKey]) {
        add(parentKeys.span, of: row.plan.keys)
        row.planned.withKeys(of: row.record..<(row.record + 1)) { add($0, of: row.plan.keys) }
    }

    mutating func formUnion(_ other: HeldKeys) {
        exclusive.formUnion(other.exclusive)
        shared.formUnion(other.shared)
        tables.formUnion(other.tables)
        holdsBoundRows = holdsBoundRows || other.holdsBoundRows
    }

    func touches(_ keys: Span<ConflictKey>) -> Bool {
        for index in 0..<keys.count {
            if exclusive.contains(keys[index].thing) { return true }
            if !keys[index].isShared, shared.contains(keys[index].thing) { return true }
        }
        return false
    }

    /// Whether a change whose keys nobody can tell may have to wait: something is held in its table or in one that is bound to it.
    func mayConcern(_ table: TableKeys) -> Bool {
        if tables.contains(table.tableHash) { return true }
        return (table.references + table.referenced).contains { role in
            [role.table, role.newcomers].contains { exclusive.contains($0.thing) || shared.contains($0.thing) }
        }
    }

    /// The same for all rows of a table of which no more than its name is known.
    func mayConcern(tableHash: UInt64) -> Bool {
        tables.contains(tableHash) || holdsBoundRows
    }
}
