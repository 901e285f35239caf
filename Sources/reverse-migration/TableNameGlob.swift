import ChangeModel
import Replay

/// A pattern for names of tables, `schema.table`, in which `*` stands for any run of characters and `?` for one. Without a dot it is a table's
/// name in any schema.
struct TableNameGlob: Sendable {
    private let pattern: NamePattern

    init(_ text: String) {
        pattern = .glob(text.contains(".") ? text : "*." + text)
    }

    func matches(_ table: TableName) -> Bool { pattern.matches(table.description) }
}
