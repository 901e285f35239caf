/// What the source's catalogue calls its types and tables: what some dialects leave out or write ambiguously.
///
/// Style b sends a type's number, and those of dolphin's types and of every enum differ from database to database; style t writes schema and
/// table without quotes, so that a blank in either needs the catalogue.
package struct SourceNames: Equatable, Sendable {
    /// `format_type`'s spelling without modifiers, by the type's number.
    package var typeNames: [UInt32: String]
    package var tables: Set<TableName>

    package init(typeNames: [UInt32: String] = [:], tables: Set<TableName> = []) {
        self.typeNames = typeNames
        self.tables = tables
    }
}
