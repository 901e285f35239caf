internal import ChangeModel
internal import MySQLClient

/// Makes table plans from relations and the target's schema.
struct TablePlanner {
    private let session: TargetSession
    private let schema: TargetSchemaReader
    private let options: ReplayOptions
    private let keyPlanner: TableKeyPlanner

    init(session: TargetSession, options: ReplayOptions) throws(MySQLError) {
        self.session = session
        self.options = options
        schema = try TargetSchemaReader(connection: session.connection)
        let databases = Set(options.schemaMapping.values).union([options.database])
        keyPlanner = TableKeyPlanner(foreignKeys: try schema.foreignKeys(databases: databases.sorted()))
    }

    /// The database of the target that takes a source schema.
    static func database(for schema: String, _ options: ReplayOptions) -> String {
        options.schemaMapping[schema] ?? options.database
    }

    static func qualifiedTarget(_ table: TableName, _ options: ReplayOptions) -> String {
        SQLQuoting.identifier(database(for: table.schema, options)) + "." + SQLQuoting.identifier(table.table)
    }

    /// The plan of one relation; `position` is for the error.
    func plan(_ relation: Relation, at position: LSN) throws(ReplayError) -> TablePlan {
        let database = Self.database(for: relation.table.schema, options)
        let found: TargetTable?
        do throws(MySQLError) {
            found = try schema.table(database: database, name: relation.table.table)
        } catch {
            throw .target(error)
        }
        guard let target = found else {
            throw .tableMissing(
                table: relation.table,
                target: database + "." + relation.table.table,
                position: position
            )
        }
        let key = findingKey(of: target, relation)
        return TablePlan(
            table: relation.table,
            target: Self.qualifiedTarget(relation.table, options),
            newColumns: try planned(relation, relation.newColumnIndices, target, position) { !$0.isGenerated },
            oldColumns: try planned(relation, relation.oldColumnIndices, target, position) { column in
                key.map { $0.contains { $0.lowercased() == column.name.lowercased() } } ?? !column.isGenerated
            },
            findsByKey: key != nil,
            coversTarget: Self.covers(target, relation),
            hasTriggers: target.triggerCount > 0,
            keys: keyPlanner.keys(of: relation, in: target),
            flavour: session.flavour
        )
    }

    /// The columns of a key of the target that tells rows apart and whose values the old image has; nil where there is none.
    private func findingKey(of target: TargetTable, _ relation: Relation) -> [String]? {
        let old = Set(relation.oldColumnIndices.map { relation.columns[$0].name.lowercased() })
        let keys = target.keys.filter { key in
            key.isUnique && !key.hasNullableParts && !key.hasPrefixParts && !key.hasExpressionParts
                && key.columns.allSatisfy { old.contains($0.lowercased()) }
        }
        return (keys.first { $0.isPrimary } ?? keys.first)?.columns
    }

    private func planned(
        _ relation: Relation,
        _ indices: [Int],
        _ target: TargetTable,
        _ position: LSN,
        where isWanted: (TargetColumn) -> Bool
    ) throws(ReplayError) -> [TablePlan.PlannedColumn?] {
        var planned: [TablePlan.PlannedColumn?] = []
        for index in indices {
            let source = relation.columns[index]
            guard let column = target.column(named: source.name) else {
                throw .columnMissing(
                    table: relation.table,
                    column: source.name,
                    target: target.database + "." + target.name,
                    position: position
                )
            }
            planned.append(isWanted(column) ? try self.planned(source, column, relation.table, position) : nil)
        }
        return planned
    }

    private func planned(
        _ source: Column,
        _ target: TargetColumn,
        _ table: TableName,
        _ position: LSN
    ) throws(ReplayError) -> TablePlan.PlannedColumn {
        guard let encoding = ValueEncoding(source: source, of: table, target: target, policies: options.valuePolicies)
        else {
            throw .typeUnsupported(
                table: table,
                column: source.name,
                sourceType: source.typeName,
                targetType: target.columnType,
                position: position
            )
        }
        return TablePlan.PlannedColumn(
            name: target.name,
            quotedName: SQLQuoting.identifier(target.name),
            encoding: encoding,
            loadForm: Self.loadForm(target)
        )
    }

    /// Whether the new image has a value for every column that the target stores.
    private static func covers(_ target: TargetTable, _ relation: Relation) -> Bool {
        let sent = Set(relation.newColumnIndices.map { relation.columns[$0].name.lowercased() })
        return target.columns.allSatisfy { $0.isGenerated || sent.contains($0.name.lowercased()) }
    }

    private static func loadForm(_ target: TargetColumn) -> LoadColumn.Form {
        switch target.dataType {
        // As a text, 0 would be the year 2000.
        case "bit", "year": .bits
        case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob": .hexadecimal
        default:
            TargetKind(dataType: target.dataType).map([TargetKind].spatial.contains) == true ? .hexadecimal : .plain
        }
    }
}
