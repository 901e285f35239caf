/// What becomes of a value that its target column cannot hold as it is.
package enum ValuePolicy: String, Sendable, CaseIterable {
    /// Replay stops and says where.
    case error
    /// The nearest value that the column holds is written; where nothing is near, as `error`.
    case clamp
    /// NULL is written; into a column that takes none, as `error`.
    case null
    /// A type that has no place of its own in a column of texts or JSON goes there as the source's text; anything else, as `error`.
    case text
}
