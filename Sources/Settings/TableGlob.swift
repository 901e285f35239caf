/// Tables of the source by their names' looks: `public.audit_*`. Wildcards are `*` and `?`; what stands in quotes has none.
package struct TableGlob: Sendable, Equatable, CustomStringConvertible {
    /// As the file writes it.
    package let description: String
    package let schema: NameParts.Part
    package let table: NameParts.Part

    package init?(_ text: String) {
        guard let name = NameParts(text), name.parts.count == 2 else { return nil }
        description = text
        schema = name.parts[0]
        table = name.parts[1]
    }
}
