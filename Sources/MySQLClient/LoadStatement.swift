/// The LOAD DATA statement of a table, made once and run with the rows of one `LoadDataBuffer` after the other.
///
/// LOAD DATA LOCAL is never strict: what INSERT refuses, it changes or skips with a warning, so nothing but
/// `LoadOutcome.isComplete` will do. These differ from a strict INSERT without a warning, and the caller must keep them away:
/// - a column that is left out, NOT NULL and without a default: MySQL fills it with its type's zero or '';
/// - NULL for a NOT NULL TIMESTAMP: the present time;
/// - 0 for a YEAR that has not the form `bits`: 2000, since it is a text;
/// - the digits of a number for a BIT column that has not the form `bits`, and bytes in a column that is not `hexadecimal`.
///
/// All else is stored as the bound parameter would be: 0 in an AUTO_INCREMENT column stays 0 under NO_AUTO_VALUE_ON_ZERO, '' and NULL
/// and the text `\N` stay apart, blanks at the end stay where the column keeps them. An error of a trigger, and in MySQL text that is
/// not UTF-8 or not JSON, end the load as an error; the rows of the load are then undone.
package struct LoadStatement: Sendable, Equatable {
    package let columns: [LoadColumn]
    package let sql: String

    /// `table` is quoted already: `` `shop`.`orders` ``. Columns that are left out get their defaults.
    package init(table: String, columns: [LoadColumn]) {
        precondition(!columns.isEmpty, "a load fills at least one column")
        self.columns = columns
        var targets: [String] = []
        var assignments: [String] = []
        for (index, column) in columns.enumerated() {
            let name = SQLQuoting.identifier(column.name)
            switch column.form {
            case .plain: targets.append(name)
            case .hexadecimal:
                targets.append("@v\(index)")
                assignments.append("\(name) = UNHEX(@v\(index))")
            case .bits:
                targets.append("@v\(index)")
                assignments.append("\(name) = CAST(@v\(index) AS UNSIGNED)")
            }
        }
        sql =
            "LOAD DATA LOCAL INFILE '\(LocalInfile.name)' INTO TABLE \(table) CHARACTER SET utf8mb4"
            + " FIELDS TERMINATED BY '\\t' ESCAPED BY '\\\\' LINES TERMINATED BY '\\n'"
            + " (\(targets.joined(separator: ", ")))"
            + (assignments.isEmpty ? "" : " SET \(assignments.joined(separator: ", "))")
    }
}
