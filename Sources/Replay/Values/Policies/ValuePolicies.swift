/// Which policy holds for which column: the column's own, else its type's, else the standard one.
package struct ValuePolicies: Sendable, Equatable {
    package var standard: ValuePolicy
    /// By the source's type name, `numeric`.
    package var byType: [String: ValuePolicy]
    /// By the source's name, `schema.table.column`, unquoted.
    package var byColumn: [String: ValuePolicy]
    /// Arrays and ranges go into columns of texts as JSON too, and not as the source spells them.
    package var writesArraysAsJSON: Bool

    package init(
        standard: ValuePolicy = .error,
        byType: [String: ValuePolicy] = [:],
        byColumn: [String: ValuePolicy] = [:],
        writesArraysAsJSON: Bool = false
    ) {
        self.standard = standard
        self.byType = byType
        self.byColumn = byColumn
        self.writesArraysAsJSON = writesArraysAsJSON
    }

    /// Whether a value may be written otherwise than it is, so that it has to be counted.
    var mayChangeValues: Bool {
        ([standard] + byType.values + byColumn.values).contains { $0 != .error }
    }

    func policy(column: String, type: String) -> ValuePolicy {
        byColumn[column] ?? byType[type] ?? standard
    }
}
