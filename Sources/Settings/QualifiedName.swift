/// A name with what it stands in: `schema.table`, `database.table`, `schema.table.column`.
package struct QualifiedName: Sendable, Hashable, CustomStringConvertible {
    package let parts: [String]

    package init(_ parts: String...) {
        self.parts = parts
    }

    /// nil for what is no name of so many parts.
    init?(_ text: String, partCounts: ClosedRange<Int>) {
        guard let name = NameParts(text), partCounts.contains(name.parts.count) else { return nil }
        parts = name.parts.map(\.text)
    }

    /// For people: unquoted.
    package var description: String { parts.joined(separator: ".") }
}
