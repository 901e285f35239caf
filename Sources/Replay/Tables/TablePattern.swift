package import ChangeModel

/// Tables of the source by their names' looks: `public.audit_*`.
package struct TablePattern: Hashable, Sendable, CustomStringConvertible {
    package let schema: NamePattern
    package let table: NamePattern

    package init(schema: NamePattern, table: NamePattern) {
        self.schema = schema
        self.table = table
    }

    package func matches(_ name: TableName) -> Bool {
        schema.matches(name.schema) && table.matches(name.table)
    }

    package var description: String { "\(schema).\(table)" }
}
