/// A TRUNCATE of one or more tables in one statement.
package struct Truncation: Equatable, Sendable {
    package let tables: [TableName]
    package let restartsSequences: Bool
    package let cascades: Bool

    package init(tables: [TableName], restartsSequences: Bool, cascades: Bool) {
        self.tables = tables
        self.restartsSequences = restartsSequences
        self.cascades = cascades
    }
}
