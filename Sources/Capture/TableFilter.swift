internal import ChangeModel

/// Takes the rows of one table out of batches: the heartbeat's, which are of no use to the target.
struct TableFilter {
    private let table: TableName
    private var isFiltered: [Bool] = []

    init(_ table: TableName) {
        self.table = table
    }

    /// Their transactions stay, empty: their commits are what the heartbeat is for.
    mutating func apply(to batch: inout ChangeBatch) {
        // Relations only grow while a decoder lives; a new decoder begins with fewer.
        if isFiltered.count > batch.relations.count { isFiltered.removeAll() }
        for relation in batch.relations[isFiltered.count...] { isFiltered.append(relation.table == table) }
        let filtered = isFiltered
        guard filtered.contains(true) else { return }
        batch.records.removeAll { record in
            if case .row(let change) = record { filtered[change.relation] } else { false }
        }
    }
}
