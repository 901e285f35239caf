/// An index of a target table, its columns in order.
package struct TargetKey: Sendable, Equatable {
    package let name: String
    package let isPrimary: Bool
    package let isUnique: Bool
    package let columns: [String]
    /// A part covers only the beginning of its column, so that different values may be one key value.
    package let hasPrefixParts: Bool
    /// A part is an expression (MySQL 8); it has no place in `columns`.
    package let hasExpressionParts: Bool
    /// A part may be NULL, and two NULLs are not a duplicate.
    package let hasNullableParts: Bool

    package init(
        name: String,
        isPrimary: Bool = false,
        isUnique: Bool = true,
        columns: [String],
        hasPrefixParts: Bool = false,
        hasExpressionParts: Bool = false,
        hasNullableParts: Bool = false
    ) {
        self.name = name
        self.isPrimary = isPrimary
        self.isUnique = isUnique
        self.columns = columns
        self.hasPrefixParts = hasPrefixParts
        self.hasExpressionParts = hasExpressionParts
        self.hasNullableParts = hasNullableParts
    }
}
