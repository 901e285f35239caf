package import ChangeModel

/// Columns of a table of the source that the target's table lacks, and the statements that would mend it.
package struct MissingColumns: Sendable, Equatable {
    package let table: TableName
    /// By the source's names.
    package let columns: [String]
    package let target: String
    /// The ALTER TABLE that adds them.
    let addition: String
    /// The column of the target that may be the missing one, from a time before the source renamed it, and the ALTER TABLE for that.
    let formerName: String?
    let renaming: String?
    /// Without them nobody can say which row is meant, so that no policy leaves them out.
    let areNeeded: Bool

    /// What happened, after the transaction.
    var sentence: String {
        let list = columns.count == 1 ? "the column \(columns[0])" : "the columns \(columns.joined(separator: ", "))"
        let need = areNeeded ? ", though without \(columns.count == 1 ? "it" : "them") no row can be told" : ""
        return "changes \(list) of \(table), which \(target) lacks\(need)"
    }

    /// What to do.
    var advice: String {
        let rename = formerName.flatMap { old in
            renaming.map { " (or, if \(old) is what the source has renamed: \($0))" }
        }
        let ignore = areNeeded ? "" : ", or with replay.new_columns: ignore, which leaves the values out"
        return "run \(addition) on it\(rename ?? ""), or name the right column under mapping.columns, then start"
            + " again\(ignore)"
    }
}
