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
        let type = SourceType(source.typeName)
        let definition = table.hasKey(over: column) ? type.naturalKeyColumnType : type.naturalColumnType
        return modifying(column, of: table, to: definition)
    }

    /// A column that has no room for a value of the source; nil where no other type is sure to hold it.
    static func widening(
        _ column: TargetColumn,
        of table: TargetTable,
        to source: Column,
        for misfit: Misfit
    ) -> TargetAlteration? {
        let type = SourceType(source.typeName)
        let isWhole = [SourceType].wholeNumbers.contains(type)
        switch misfit {
        case .length:
            // A key takes no long texts and bytes.
            guard !table.hasKey(over: column), let definition = column.longest else { return nil }
            return modifying(column, of: table, to: definition)
        case .characters where column.characterSet != nil:
            return modifying(column, of: table, to: column.columnType + " CHARACTER SET utf8mb4")
        case .range where isWhole && TargetKind(dataType: column.dataType).map([TargetKind].integers.contains) == true:
            return modifying(column, of: table, to: type.naturalColumnType, keepsCounter: true)
        case .range where [.timestamp, .timestamptz].contains(type),
            .digits where [.timestamp, .timestamptz, .time].contains(type):
            return modifying(column, of: table, to: type.naturalColumnType)
        default: return nil
        }
    }

    private static func modifying(
        _ column: TargetColumn,
        of table: TargetTable,
        to type: String,
        keepsCounter: Bool = false
    ) -> TargetAlteration {
        let nullability = column.isNullable ? " NULL" : " NOT NULL"
        let counter = keepsCounter && column.isAutoIncrement ? " AUTO_INCREMENT" : ""
        let clause =
            "MODIFY COLUMN \(SQLQuoting.identifier(column.name)) \(type)\(nullability)\(counter)" + column.remark
        return TargetAlteration(table: TargetName(table), clauses: [clause])
    }
}

extension TargetTable {
    fileprivate func hasKey(over column: TargetColumn) -> Bool {
        keys.contains { $0.columns.contains(column.name) }
    }
}

extension TargetColumn {
    /// Its type as a statement must repeat it, so that nothing else of it changes.
    fileprivate var definition: String { columnType + textAttributes }

    private var textAttributes: String {
        (characterSet.map { " CHARACTER SET \($0)" } ?? "") + (collation.map { " COLLATE \($0)" } ?? "")
    }

    /// The type of its kind that holds the longest texts or bytes; nil for one of another kind.
    fileprivate var longest: String? {
        switch dataType {
        case "char", "varchar", "tinytext", "text", "mediumtext":
            "longtext" + textAttributes
        case "binary", "varbinary", "tinyblob", "blob", "mediumblob": "longblob"
        default: nil
        }
    }

    fileprivate var remark: String {
        comment.isEmpty ? "" : " COMMENT \(SQLQuoting.literal(comment))"
    }
}
