internal import ChangeModel
internal import MySQLClient

/// The columns of a relation beside those of the target's table that take them, and everything that keeps one from the other.
struct ColumnMatch {
    enum Problem: Equatable {
        /// The target's table has no such column; `wanted` is how the mapping calls it there.
        case missing(column: String, wanted: String)
        /// One column of the target would have to take two.
        case collision(first: String, second: String, target: String)
        /// An INSERT says nothing of a column that the target cannot fill by itself.
        case unfilled(column: TargetColumn)
    }

    let source: Relation
    /// The same with the target's names.
    let relation: Relation
    /// By column of the relation; nil, and a problem, where there is none.
    let targets: [TargetColumn?]
    let problems: [Problem]
    /// The columns of the target that no column of the relation takes.
    let idle: [TargetColumn]

    /// The source's columns that the target lacks, with the target's names for them.
    var missing: [Column] { relation.columns.indices.filter { targets[$0] == nil }.map { relation.columns[$0] } }

    /// The column of the target that may be the only missing one under its former name; nil where there is nothing to guess from.
    var formerName: TargetColumn? {
        guard missing.count == 1, idle.count == 1, !relation.newColumnIndices.isEmpty, !idle[0].isGenerated,
            let kind = TargetKind(dataType: idle[0].dataType),
            let rule = TypeRules.rule(SourceType(missing[0].typeName), kind), rule.fidelity != .byPolicy
        else { return nil }
        return idle[0]
    }

    /// `isWholeRow` says that the relation's columns are all that the source has, as an INSERT's are; an UPDATE may leave out what it keeps.
    init(_ source: Relation, _ table: TargetTable, _ mapping: TableMapping, isWholeRow: Bool) {
        self.source = source
        relation = mapping.renamed(source)
        targets = relation.columns.map { table.column(named: $0.name) }
        var problems: [Problem] = []
        var takers: [String: String] = [:]
        for (index, column) in source.columns.enumerated() {
            guard let target = targets[index] else {
                problems.append(.missing(column: column.name, wanted: relation.columns[index].name))
                continue
            }
            if let first = takers.updateValue(column.name, forKey: target.name) {
                problems.append(.collision(first: first, second: column.name, target: target.name))
            }
        }
        idle = table.columns.filter { takers[$0.name] == nil }
        if isWholeRow { problems += idle.filter { !$0.fillsItself }.map { .unfilled(column: $0) } }
        self.problems = problems
    }
}

extension ColumnMatch {
    /// Whether a column that says which row is meant has no place in the target.
    var isIdentityMissing: Bool { relation.oldColumnIndices.contains { targets[$0] == nil } }

    /// The columns of the new image that have no place in the target.
    var columnsLeftOut: [TablePlan.LeftOutColumn] {
        relation.newColumnIndices.enumerated().filter { targets[$0.element] == nil }.map {
            TablePlan.LeftOutColumn(place: $0.offset, name: source.columns[$0.element].name)
        }
    }

    /// The columns of the target that the new image has no value for.
    func idle(inNewImage table: TargetTable) -> [TargetColumn] {
        let sent = Set(relation.newColumnIndices.compactMap { targets[$0]?.name })
        return table.columns.filter { !sent.contains($0.name) }
    }

    /// What is to be said of the columns that the target lacks.
    func missingColumns(in table: TargetTable, areNeeded: Bool) -> MissingColumns {
        let name = TargetName(table)
        return MissingColumns(
            table: source.table,
            columns: source.columns.indices.filter { targets[$0] == nil }.map { source.columns[$0].name },
            target: name.description,
            addition: TargetAlteration.adding(missing, to: name).description,
            formerName: formerName?.name,
            renaming: formerName.map {
                TargetAlteration.renaming($0.name, to: missing[0].name, in: name).description
            },
            areNeeded: areNeeded
        )
    }
}

extension TargetColumn {
    /// Whether an INSERT may leave it out.
    fileprivate var fillsItself: Bool { isNullable || hasDefault || isGenerated || isAutoIncrement }
}
