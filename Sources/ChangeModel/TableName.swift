/// A table of the source: schema and name as the catalogue has them, quotes undone.
package struct TableName: Hashable, Sendable, CustomStringConvertible {
    package let schema: String
    package let table: String

    package init(schema: String, table: String) {
        self.schema = schema
        self.table = table
    }

    /// For people: `schema.table`, unquoted.
    package var description: String {
        schema + "." + table
    }

    /// For SQL of the source.
    package var quoted: String {
        SourceQuoting.identifier(schema) + "." + SourceQuoting.identifier(table)
    }
}
