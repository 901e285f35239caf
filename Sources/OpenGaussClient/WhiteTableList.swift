package import ChangeModel

/// The source's own filter of tables, as its server reads it: `schema.table`, `schema.*`, `*.table`; the first dot splits. Empty admits all.
package struct WhiteTableList: Sendable {
    private let patterns: [(schema: Substring, table: Substring)]

    package init(_ entries: [String]) {
        patterns = entries.map { entry in
            let parts = entry.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
            return (parts[0], parts.count == 2 ? parts[1] : "*")
        }
    }

    package func admits(_ table: TableName) -> Bool {
        patterns.isEmpty
            || patterns.contains { pattern in
                (pattern.schema == "*" || pattern.schema == table.schema)
                    && (pattern.table == "*" || pattern.table == table.table)
            }
    }
}
