internal import ChangeModel
internal import MySQLClient

/// The ALTER TABLE that gives a table of the target what the source's changes need: shown to the operator, never run.
struct TargetAlteration: Equatable, CustomStringConvertible {
    private let table: TargetName
    private let clauses: [String]

    var description: String { "ALTER TABLE \(table.quoted) \(clauses.joined(separator: ", "))" }

    /// Columns that the target lacks. They may be NULL: whether the source's may be, and what their default is, the stream does not tell.
    static func adding(_ columns: [Column], to table: TargetName) -> TargetAlteration {
        let clauses = columns.map { column in
            let type = SourceType(column.typeName).naturalColumnType
            return "ADD COLUMN \(SQLQuoting.identifier(column.name)) \(type) NULL"
        }
        return TargetAlteration(table: table, clauses: clauses)
    }

    /// A column that the source calls by another name now.
    static func renaming(_ old: String, to new: String, in table: TargetName) -> TargetAlteration {
        let (old, new) = (SQLQuoting.identifier(old), SQLQuoting.identifier(new))
        return TargetAlteration(table: table, clauses: ["RENAME COLUMN \(old) TO \(new)"])
    }

    /// A column that the source does not fill any more: from now on it may be NULL, and its rows keep what they have.
    static func freeing(_ column: TargetColumn, of table: TargetTable) -> TargetAlteration {
        let isInPrimaryKey = table.primaryKey?.columns.contains(column.name) ?? false
        let clause = "MODIFY COLUMN \(SQLQuoting.identifier(column.name)) \(column.definition) NULL" + column.remark
        return TargetAlteration(
            table: TargetName(table),
            clauses: (isInPrimaryKey ? ["DROP PRIMARY KEY"] : []) + [clause]
        )
    }

    /// A column whose type cannot take the source's.
    static func retyping(_ column: TargetColumn, of table: TargetTable, to source: Column) -> TargetAlteration {
        let isInKey = table.keys.contains { $0.columns.contains(column.name) }
        let type = SourceType(source.typeName)
        let definition =
            (isInKey ? type.naturalKeyColumnType : type.naturalColumnType) + (column.isNullable ? " NULL" : " NOT NULL")
        let clause = "MODIFY COLUMN \(SQLQuoting.identifier(column.name)) \(definition)" + column.remark
        return TargetAlteration(table: TargetName(table), clauses: [clause])
    }
}

extension TargetColumn {
    /// Its type as a statement must repeat it, so that nothing else of it changes.
    fileprivate var definition: String {
        columnType + (characterSet.map { " CHARACTER SET \($0)" } ?? "") + (collation.map { " COLLATE \($0)" } ?? "")
    }

    fileprivate var remark: String {
        comment.isEmpty ? "" : " COMMENT \(SQLQuoting.literal(comment))"
    }
}
