internal import ChangeModel

/// Takes the rows of tables that the mapping leaves out from batches, before anything is planned for them, and counts them.
struct OmittedTables {
    private let mapping: TableMapping
    /// By relation.
    private var isOmitted: [Bool] = []
    private(set) var rowCounts: [TableName: Int] = [:]

    init(_ mapping: TableMapping) {
        self.mapping = mapping
    }

    /// Transactions stay, perhaps empty: their commits still move the position.
    mutating func remove(from batch: inout ChangeBatch) {
        for relation in batch.relations[isOmitted.count...] { isOmitted.append(!mapping.isIncluded(relation.table)) }
        guard isOmitted.contains(true) || !batch.truncations.isEmpty else { return }
        let (relations, truncations) = (batch.relations, batch.truncations)
        batch.records.removeAll { record in
            switch record {
            case .row(let change):
                guard isOmitted[change.relation] else { return false }
                rowCounts[relations[change.relation].table, default: 0] += 1
                return true
            case .truncate(let index):
                // One that names other tables too is applied to those.
                return !truncations[index].tables.contains(where: mapping.isIncluded)
            default: return false
            }
        }
    }
}
