/// How rows of information_schema become descriptions. Each list of columns stands beside the code that reads it by place.
extension TargetColumn {
    static let selectList = """
        TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME, DATA_TYPE, COLUMN_TYPE, IS_NULLABLE, CHARACTER_SET_NAME, COLLATION_NAME, \
        CHARACTER_MAXIMUM_LENGTH, CHARACTER_OCTET_LENGTH, NUMERIC_PRECISION, NUMERIC_SCALE, DATETIME_PRECISION, \
        GENERATION_EXPRESSION, EXTRA, COLUMN_DEFAULT, COLUMN_COMMENT
        """

    init(row: [String?]) {
        let extra = row.text(14).lowercased()
        name = row.text(2)
        dataType = row.text(3).lowercased()
        columnType = row.text(4)
        isNullable = row.text(5) == "YES"
        isUnsigned = row.text(4).lowercased().split(separator: " ").contains("unsigned")
        characterSet = row[6]
        collation = row[7]
        characterMaximumLength = row[8].flatMap { UInt64($0) }
        octetLength = row[9].flatMap { UInt64($0) }
        numericPrecision = row[10].flatMap { Int($0) }
        numericScale = row[11].flatMap { Int($0) }
        datetimePrecision = row[12].flatMap { Int($0) }
        // Not the word GENERATED alone: MySQL's DEFAULT_GENERATED is an ordinary column with a computed default.
        isGenerated =
            !row.text(13).isEmpty || extra.contains("virtual generated") || extra.contains("stored generated")
        isAutoIncrement = extra.contains("auto_increment")
        hasDefault = row[15] != nil || isNullable || isAutoIncrement || isGenerated
        comment = row.text(16)
    }
}

extension TargetKey {
    static let selectList = "TABLE_SCHEMA, TABLE_NAME, INDEX_NAME, NON_UNIQUE, COLUMN_NAME, SUB_PART, NULLABLE"

    /// The rows of one table, in the order of key name and position; the primary key comes first.
    static func keys(rows: [[String?]]) -> [TargetKey] {
        let keys = rows.groupedRuns { $0.text(2) }.map(TargetKey.init(parts:))
        return keys.filter(\.isPrimary) + keys.filter { !$0.isPrimary }
    }

    private init(parts: [[String?]]) {
        name = parts.first?.text(2) ?? ""
        isPrimary = name == "PRIMARY"
        isUnique = parts.first?.text(3) == "0"
        columns = parts.compactMap { $0[4] }
        hasPrefixParts = parts.contains { $0[5] != nil }
        hasExpressionParts = parts.contains { $0[4] == nil }
        hasNullableParts = parts.contains { $0.text(6) == "YES" }
    }
}

extension TargetForeignKey {
    static let selectList = """
        TABLE_SCHEMA, TABLE_NAME, CONSTRAINT_NAME, COLUMN_NAME, REFERENCED_TABLE_SCHEMA, REFERENCED_TABLE_NAME, \
        REFERENCED_COLUMN_NAME
        """

    /// The rows of one table, in the order of constraint name and position; those of other keys point nowhere.
    static func foreignKeys(rows: [[String?]]) -> [TargetForeignKey] {
        rows.filter { $0[5] != nil }.groupedRuns { $0.text(2) }.map(TargetForeignKey.init(parts:))
    }

    private init(parts: [[String?]]) {
        name = parts.first?.text(2) ?? ""
        columns = parts.map { $0.text(3) }
        referencedDatabase = parts.first?.text(4) ?? ""
        referencedTable = parts.first?.text(5) ?? ""
        referencedColumns = parts.map { $0.text(6) }
    }
}

extension Array where Element == String? {
    /// The text of a column that is never NULL.
    func text(_ index: Int) -> String { self[index] ?? "" }
}

extension Array where Element == [String?] {
    /// The rows cut wherever the name changes.
    fileprivate func groupedRuns(by name: (Element) -> String) -> [[Element]] {
        var runs: [[Element]] = []
        for row in self {
            if let last = runs.last?.first, name(last) == name(row) {
                runs[runs.count - 1].append(row)
            } else {
                runs.append([row])
            }
        }
        return runs
    }
}
