internal import ChangeModel
internal import MySQLClient

/// Makes table plans from relations and the target's schema, and refuses what has no place there by name.
struct TablePlanner {
    private let session: TargetSession
    private let schema: TargetSchemaReader
    private let options: ReplayOptions
    private let keyPlanner: TableKeyPlanner
    /// Which table of the source writes to which of the target, as the target spells it.
    private var writers: [TargetName: TableName] = [:]
    /// The target's side of tables that are planned together, as it stands now.
    private var readAhead: [TargetName: TargetTable] = [:]

    /// From so many tables on they are read together: a question to the server costs about as much for all of them as for one.
    private static let readTogetherMin = 4

    init(session: TargetSession, options: ReplayOptions) throws(MySQLError) {
        self.session = session
        self.options = options
        schema = try TargetSchemaReader(connection: session.connection)
        keyPlanner = TableKeyPlanner(
            foreignKeys: try schema.foreignKeys(databases: options.mapping.databases),
            policies: options.valuePolicies
        )
    }

    /// Reads the target's side of tables that are going to be planned, until `forgetReadAhead`.
    mutating func readAhead(_ sources: Set<TableName>) throws(ReplayError) {
        guard sources.count >= Self.readTogetherMin else { return }
        let targets = sources.compactMap { options.mapping.target(of: $0) }
        for (database, names) in Dictionary(grouping: targets, by: \.database) {
            let tables: [String: TargetTable]
            do throws(MySQLError) {
                tables = try schema.tables(database: database, names: Array(Set(names.map(\.table))))
            } catch {
                throw .target(error)
            }
            for (name, table) in tables { readAhead[TargetName(database: database, table: name)] = table }
        }
    }

    mutating func forgetReadAhead() { readAhead.removeAll() }

    /// The plan of one relation; `position` is for the error.
    mutating func plan(_ source: Relation, at position: LSN) throws(ReplayError) -> TablePlan {
        let target = try target(of: source.table, position)
        let isInsert = source.oldColumnIndices.isEmpty && !source.newColumnIndices.isEmpty
        let match = ColumnMatch(source, target, options.mapping, isWholeRow: isInsert)
        let relation = match.relation
        let key = findingKey(of: target, relation)
        try requirePlaces(match, target, position, isFoundByKey: key != nil)
        return TablePlan(
            table: source.table,
            target: TargetName(target).quoted,
            newColumns: try planned(match, target, relation.newColumnIndices, position) { !$0.isGenerated },
            oldColumns: try planned(match, target, relation.oldColumnIndices, position) { column in
                key.map { $0.contains { $0.lowercased() == column.name.lowercased() } } ?? !column.isGenerated
            },
            findsByKey: key != nil,
            rowKey: Self.key(of: target) { _ in true } ?? [],
            coversTarget: match.idle(inNewImage: target).allSatisfy(\.isGenerated),
            columnsLeftOut: match.columnsLeftOut,
            hasTriggers: target.triggerCount > 0 || !session.showsTriggers(of: target.database),
            keys: keyPlanner.keys(of: relation, from: source, in: target),
            widenings: ColumnWidenings(source, target),
            version: session.connection.serverVersion
        )
    }

    /// The target's table as it stands there; it belongs to `table` from now on.
    private mutating func target(of table: TableName, _ position: LSN) throws(ReplayError) -> TargetTable {
        guard case .target(let name) = options.mapping.destination(of: table) else {
            preconditionFailure("rows of a table that is left out are not planned")
        }
        guard let target = try read(name) else {
            throw .tableMissing(table: table, target: name.description, position: position)
        }
        if let own = ownTable(TargetName(target)) { throw .targetReserved(table: table, own, position: position) }
        let writer = writers[TargetName(target)] ?? table
        guard writer == table || options.mapping.mergesTables else {
            throw .targetShared(
                table: table,
                other: writer,
                target: TargetName(target).description,
                position: position
            )
        }
        writers[TargetName(target)] = writer
        return target
    }

    /// Names are compared without case, as the target may compare them: nobody else needs one that differs in nothing else.
    private func ownTable(_ name: TargetName) -> OwnTable? {
        options.ownTables.first { $0.name.lowercased == name.lowercased }
    }

    private func read(_ name: TargetName) throws(ReplayError) -> TargetTable? {
        if let table = readAhead[name] { return table }
        do throws(MySQLError) {
            return try schema.table(database: name.database, name: name.table)
        } catch {
            throw .target(error)
        }
    }

    /// Every column has its place in the target, or may do without one.
    private func requirePlaces(
        _ match: ColumnMatch,
        _ target: TargetTable,
        _ position: LSN,
        isFoundByKey: Bool
    ) throws(ReplayError) {
        let isNeeded = match.isIdentityMissing && !isFoundByKey
        if !match.missing.isEmpty, isNeeded || !options.leavesOutNewColumns {
            throw .columnsMissing(match.missingColumns(in: target, areNeeded: isNeeded), position: position)
        }
        let name = TargetName(target).description
        for problem in match.problems {
            switch problem {
            case .missing: continue
            case .collision(let first, let second, let column):
                throw .columnsCollide(
                    table: match.source.table,
                    columns: [first, second],
                    target: "\(name).\(column)",
                    position: position
                )
            case .unfilled(let column):
                throw .columnUnfilled(
                    table: match.source.table,
                    column: column.name,
                    target: name,
                    alteration: TargetAlteration.freeing(column, of: target).description,
                    position: position
                )
            }
        }
    }

    /// The columns of a key of the target that tells rows apart and whose values the old image has; nil where there is none.
    private func findingKey(of target: TargetTable, _ relation: Relation) -> [String]? {
        let old = Set(relation.oldColumnIndices.map { relation.columns[$0].name.lowercased() })
        return Self.key(of: target) { old.contains($0.lowercased()) }
    }

    /// The primary key, or another one that tells rows apart, all of whose columns are wanted.
    private static func key(of target: TargetTable, where isWanted: (String) -> Bool) -> [String]? {
        let keys = target.keys.filter { key in
            key.isUnique && !key.hasNullableParts && !key.hasPrefixParts && !key.hasExpressionParts
                && key.columns.allSatisfy(isWanted)
        }
        return (keys.first { $0.isPrimary } ?? keys.first)?.columns
    }

    private func planned(
        _ match: ColumnMatch,
        _ target: TargetTable,
        _ indices: [Int],
        _ position: LSN,
        where isWanted: (TargetColumn) -> Bool
    ) throws(ReplayError) -> [TablePlan.PlannedColumn?] {
        var planned: [TablePlan.PlannedColumn?] = []
        for index in indices {
            // One that the target lacks was refused, or is left out.
            guard let column = match.targets[index], isWanted(column) else {
                planned.append(nil)
                continue
            }
            planned.append(try self.planned(match.source.columns[index], column, match.source.table, target, position))
        }
        return planned
    }

    private func planned(
        _ source: Column,
        _ column: TargetColumn,
        _ table: TableName,
        _ target: TargetTable,
        _ position: LSN
    ) throws(ReplayError) -> TablePlan.PlannedColumn {
        guard let encoding = ValueEncoding(source: source, of: table, target: column, policies: options.valuePolicies)
        else {
            throw .typeUnsupported(
                table: table,
                column: source.name,
                sourceType: source.typeName,
                targetType: column.columnType,
                alteration: TargetAlteration.retyping(column, of: target, to: source).description,
                position: position
            )
        }
        return TablePlan.PlannedColumn(
            name: column.name,
            quotedName: SQLQuoting.identifier(column.name),
            sourceName: source.name,
            encoding: encoding,
            loadForm: Self.loadForm(column),
            isNullable: column.isNullable
        )
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
