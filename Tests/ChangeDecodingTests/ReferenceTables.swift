internal import ChangeModel
internal import TestSupport

/// The plainest way to apply changes: tables as lists of rows, found by comparing. What the real replay is measured
/// against.
struct ReferenceTables {
    typealias Row = [String: String?]

    private(set) var tables: [TableName: [Row]] = [:]
    /// Changes that found no row of theirs.
    private(set) var missed: [String] = []

    mutating func apply(_ batch: ChangeBatch) {
        for record in batch.records {
            switch record {
            case .row(let change): apply(change, of: batch)
            case .truncate(let index):
                for table in batch.truncations[index].tables { tables[table] = [] }
            case .begin, .schemaChange, .commit, .position: break
            }
        }
    }

    private mutating func apply(_ change: RowChange, of batch: ChangeBatch) {
        let relation = batch.relations[change.relation]
        let new = Self.image(relation.newColumnIndices, change.firstValue, relation, batch)
        let old = Self.image(relation.oldColumnIndices, change.firstValue + new.count, relation, batch)
        if change.operation == .insert {
            tables[relation.table, default: []].append(new)
            return
        }
        let place = old.isEmpty ? nil : tables[relation.table]?.firstIndex { Self.row($0, has: old) }
        guard let place else { return missed.append("\(change.operation) \(relation.table)") }
        if change.operation == .delete {
            tables[relation.table]?.remove(at: place)
        } else {
            tables[relation.table]?[place].merge(new) { _, later in later }
        }
    }

    private static func image(_ columns: [Int], _ first: Int, _ relation: Relation, _ batch: ChangeBatch) -> Row {
        var row: Row = [:]
        for (place, column) in columns.enumerated() {
            let slot = batch.values[first + place]
            row.updateValue(
                slot.range.map { String(decoding: batch.bytes[$0], as: UTF8.self) },
                forKey: relation.columns[column].name
            )
        }
        return row
    }

    private static func row(_ row: Row, has image: Row) -> Bool {
        image.allSatisfy { name, value in row[name] == value }
    }
}
