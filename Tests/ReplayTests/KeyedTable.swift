internal import ChangeModel
internal import MySQLClient
internal import TestSupport

@testable import Replay

/// Target tables without a server, and the keys that changes of their rows make.
struct KeyedTable {
    let target: TargetTable

    /// Columns are `name type`: `id int`, `code varchar` (compared byte for byte), `title text_ci` (by a collation).
    init(
        _ name: String,
        _ columns: [String],
        keys: [TargetKey] = [],
        foreignKeys: [TargetForeignKey] = [],
        generated: Set<String> = []
    ) {
        target = TargetTable(
            database: "shop",
            name: name,
            columns: columns.map { Self.column($0, generated) },
            keys: keys,
            foreignKeys: foreignKeys
        )
    }

    private static func column(_ text: String, _ generated: Set<String>) -> TargetColumn {
        let words = text.split(separator: " ").map(String.init)
        let isText = words[1] == "varchar" || words[1] == "text_ci"
        let dataType = isText ? "varchar" : words[1]
        return TargetColumn(
            name: words[0],
            dataType: dataType,
            columnType: dataType,
            characterSet: isText ? "utf8mb4" : nil,
            collation: isText ? (words[1] == "varchar" ? "utf8mb4_bin" : "utf8mb4_general_ci") : nil,
            numericScale: words[1] == "decimal" ? 2 : nil,
            isGenerated: generated.contains(words[0])
        )
    }

    /// A relation of the table; `new` and `old` name the columns of the images. Source types are what the columns are made of.
    func relation(new: [String] = [], old: [String] = []) -> Relation {
        let names = new + old.filter { !new.contains($0) }
        return Relation(
            table: TableName(schema: "public", table: target.name),
            columns: names.map { name in
                Column(
                    name: name,
                    typeName: Self.sourceType(target.column(named: name)?.dataType ?? "int"),
                    isInNewImage: new.contains(name),
                    isInOldImage: old.contains(name)
                )
            }
        )
    }

    private static func sourceType(_ dataType: String) -> String {
        switch dataType {
        case "varchar", "json": "text"
        case "decimal": "numeric"
        default: "integer"
        }
    }

    /// The plan of a relation, as far as keys go.
    func plan(_ relation: Relation, _ planner: TableKeyPlanner) -> TablePlan {
        TablePlan(
            table: relation.table,
            target: "`shop`.`\(target.name)`",
            newColumns: [],
            oldColumns: [],
            findsByKey: true,
            keys: planner.keys(of: relation, in: target),
            version: ServerVersion(serverInfo: "8.4.0")
        )
    }
}

/// Makes keys of rows of tables that know each other's foreign keys.
struct KeyedRows {
    typealias Value = BatchBuilder.Value

    private let planner: TableKeyPlanner
    private var builder = BatchBuilder()
    private var plans: GrowingList<TablePlan?> = []

    init(_ tables: KeyedTable...) {
        planner = TableKeyPlanner(foreignKeys: tables.flatMap(\.target.foreignKeys))
    }

    mutating func row(
        _ operation: RowOperation,
        _ table: KeyedTable,
        new: [(String, Value)] = [],
        old: [(String, Value)] = []
    ) {
        // The images' values stand in the order of the relation's columns.
        let relation = table.relation(new: new.map(\.0), old: old.map(\.0))
        let newValues = relation.newColumnIndices.map { index in value(relation.columns[index].name, new) }
        let oldValues = relation.oldColumnIndices.map { index in value(relation.columns[index].name, old) }
        builder.row(operation, relation, newValues + oldValues)
        while plans.count < builder.batch.relations.count { plans.append(nil) }
        for (index, known) in builder.batch.relations.enumerated() where known == relation {
            plans[index] = table.plan(relation, planner)
        }
    }

    private func value(_ name: String, _ values: [(String, Value)]) -> Value {
        values.first { $0.0 == name }?.1 ?? .absent
    }

    /// What the children of a row name.
    func parentKeys(of record: Int) throws(MySQLError) -> [ConflictKey] {
        guard case .row(let change) = builder.batch.records[record], let plan = plans[change.relation] else {
            return []
        }
        var keyBuilder = ConflictKeyBuilder(connection: nil)
        return try keyBuilder.parentKeys(of: change, plan.keys, builder.batch)
    }

    /// The rows as workers get them.
    func planned() throws(MySQLError) -> PlannedBatch {
        var keyBuilder = ConflictKeyBuilder(connection: nil)
        try keyBuilder.build(builder.batch, plans, recordCount: builder.batch.records.count)
        return PlannedBatch(
            batch: builder.batch,
            plans: plans,
            keys: keyBuilder.keys,
            keyStarts: keyBuilder.keyStarts,
            lonelyRecords: keyBuilder.lonelyRecords,
            fault: nil
        )
    }

    /// The keys of each row; nil for a row that must stand alone.
    func keys() throws(MySQLError) -> [[ConflictKey]?] {
        var keyBuilder = ConflictKeyBuilder(connection: nil)
        try keyBuilder.build(builder.batch, plans, recordCount: builder.batch.records.count)
        return builder.batch.records.indices.map { record in
            guard !keyBuilder.lonelyRecords.contains(record) else { return nil }
            let range = Int(keyBuilder.keyStarts[record])..<Int(keyBuilder.keyStarts[record + 1])
            return Array(keyBuilder.keys[range])
        }
    }
}
