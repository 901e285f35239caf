/// The questions that are asked about one table, the same ones to both sides, each in its own dialect.
struct TableQueries: Sendable {
    let table: ComparedTable
    let dialect: any SQLDialect
    /// An expression that changes with every version of a row; nil where the server has none.
    var version: String?

    /// Whether rows can be summed up by the servers at all.
    var hasSums: Bool { dialect.hasHash }
    private var names: [String] { table.keyColumns.map { dialect.name($0) } }
    private var order: [String] { table.keyColumns.map { dialect.order($0, of: table) } }
    private var keyTexts: [String] { table.keyColumns.map { dialect.keyText($0) } }
    private var looseTexts: [String] { table.looseColumns.map { dialect.looseText($0) } }
    private var from: String { "FROM \(dialect.table(table))" }

    /// The key of the last of so many rows; no row where there are fewer.
    func boundary(_ range: KeyRange, rows: Int) -> String {
        "SELECT \(list(keyTexts)) \(from) \(filter(range)) ORDER BY \(list(order)) LIMIT 1 OFFSET \(rows - 1)"
    }

    /// How many rows there are and the sum of their hashes.
    func summary(_ range: KeyRange) -> String {
        let sum = "COALESCE(SUM(\(dialect.number(ofHash: dialect.rowHash(table)))), 0)"
        return "SELECT COUNT(*), \(sum) \(from) \(filter(range))"
    }

    /// Rows in the order of the key: key, hash, loose values.
    func page(_ range: KeyRange, rows: Int) -> String {
        "SELECT \(list(keyTexts + [dialect.rowHash(table)] + looseTexts)) \(from) \(filter(range))"
            + " ORDER BY \(list(order)) LIMIT \(rows)"
    }

    /// The rows of some keys: key, version, hash, loose values.
    func lookUp(_ keys: [[String]]) -> String {
        let columns = keyTexts + [version ?? "'-'", dialect.rowHash(table)] + looseTexts
        return "SELECT \(list(columns)) \(from) WHERE \(isAny(of: keys))"
    }

    /// Key and then each column's hash, or its value where it is loose.
    func columnHashes(_ keys: [[String]]) -> String {
        "SELECT \(list(keyTexts + table.columns.map { dialect.columnHash($0) })) \(from) WHERE \(isAny(of: keys))"
    }

    /// For each bucket how many rows there are and the sum of their hashes.
    func bucketSums(_ range: KeyRange, digits: Int) -> String {
        let sum = "SUM(\(dialect.number(ofHash: dialect.rowHash(table))))"
        return "SELECT \(bucket(digits)), COUNT(*), \(sum) \(from) \(filter(range)) GROUP BY 1"
    }

    /// The rows of some buckets: key, hash, loose values.
    func bucketRows(_ range: KeyRange, _ buckets: [String]) -> String {
        "SELECT \(list(keyTexts + [dialect.rowHash(table)] + looseTexts)) \(from) \(filter(range, isIn(buckets)))"
    }

    /// How often each content is there: number, version of them all, hash, loose values.
    func contents(_ buckets: [String]) -> String {
        let columns = [dialect.rowHash(table)] + looseTexts
        let version = version.map { "SUM(\($0)::bigint)" } ?? "0"
        return "SELECT COUNT(*), \(version), \(list(columns)) \(from) \(filter(KeyRange(), isIn(buckets)))"
            + " GROUP BY \(list(columns.indices.map { String($0 + 3) }))"
    }

    /// Key and every column in the form that a repair is written from.
    func values(_ condition: String) -> String {
        "SELECT \(list(keyTexts + table.columns.map { dialect.repairText($0) })) \(from) \(condition)"
    }

    private func list(_ expressions: [String]) -> String { expressions.joined(separator: ", ") }

    private func bucket(_ digits: Int) -> String {
        "substr(\(table.key.isEmpty ? dialect.rowHash(table) : dialect.keyHash(table)), 1, \(digits))"
    }

    private func isIn(_ buckets: [String]) -> String {
        "\(bucket(buckets.first?.utf8.count ?? 1)) IN (\(list(buckets.map { "'\($0)'" })))"
    }

    private func filter(_ range: KeyRange, _ more: String? = nil) -> String {
        let lower = range.lower.map { dialect.isAfter(names, literals($0)) }
        let upper = range.upper.map { dialect.isUpTo(names, literals($0)) }
        let conditions = [lower, upper, more].compactMap { $0 }
        return conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
    }

    func literals(_ key: [String]) -> [String] {
        zip(table.keyColumns, key).map { dialect.literal($1, for: $0) }
    }

    func isAny(of keys: [[String]]) -> String {
        if names.count == 1 { return "\(names[0]) IN (\(list(keys.flatMap { literals($0) })))" }
        let rows = keys.map { key in
            "(" + zip(names, literals(key)).map { "\($0) = \($1)" }.joined(separator: " AND ") + ")"
        }
        return "(\(rows.joined(separator: " OR ")))"
    }
}
