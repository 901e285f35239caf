internal import ChangeModel

/// Notices tables of the source that have changed, and columns that are left out, in sentences for the log.
struct SourceChanges {
    private var shapes = TableShapes()
    private var tables: Set<TableName> = []
    private var notices: [String] = []
    /// Columns that a notice has named: one each is enough.
    private var namedColumns: Set<String> = []

    /// To be told of a relation once it has a plan: the target takes it as it is.
    mutating func note(_ relation: Relation, _ plan: TablePlan, at position: LSN) {
        let found = shapes.note(relation)
        if !found.isEmpty {
            tables.insert(relation.table)
            let list = found.map(\.description).joined(separator: "; ")
            notices.append(
                "\(relation.table) has changed by the transaction at \(position): \(list); \(plan.target) takes its rows"
            )
        }
        for column in plan.columnsLeftOut {
            let name = relation.table.description + "." + column.name
            guard namedColumns.insert(name).inserted else { continue }
            notices.append(
                "\(name) is left out from the transaction at \(position) on, because \(plan.target) lacks it, as"
                    + " replay.new_columns says"
            )
        }
    }

    /// Tables that have changed since the last time.
    mutating func takeTables() -> Set<TableName> {
        defer { tables = [] }
        return tables
    }

    mutating func takeNotices() -> [String] {
        defer { notices = [] }
        return notices
    }
}
