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
        case unfilled(column: String)
    }

    let source: Relation
    /// The same with the target's names.
    let relation: Relation
    /// By column of the relation; nil, and a problem, where there is none.
    let targets: [TargetColumn?]
    let problems: [Problem]

    var problem: Problem? { problems.first }

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
        if isWholeRow {
            let unfilled = table.columns.filter { !$0.fillsItself && takers[$0.name] == nil }
            problems += unfilled.map { .unfilled(column: $0.name) }
        }
        self.problems = problems
    }
}

extension TargetColumn {
    /// Whether an INSERT may leave it out.
    fileprivate var fillsItself: Bool { isNullable || hasDefault || isGenerated || isAutoIncrement }
}
