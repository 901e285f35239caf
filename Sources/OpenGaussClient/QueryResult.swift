/// The rows of a small query, as text, by column name.
package struct QueryResult: Sendable {
    package let columns: [String]
    package let rows: [[String?]]

    /// The value in the first row, nil where there is no such row or column or it is NULL.
    package func first(_ column: String) -> String? {
        rows.first.flatMap { value(column, in: $0) }
    }

    package func value(_ column: String, in row: [String?]) -> String? {
        columns.firstIndex(of: column).flatMap { row[$0] }
    }

    /// Whether a boolean is true. dolphin, of openGauss's B-compatible databases, prints `1` where others print `t`.
    package static func isTrue(_ text: String?) -> Bool {
        text == "t" || text == "1"
    }
}
