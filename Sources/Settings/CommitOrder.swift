/// In which order replay commits transactions that have nothing in common; those that have something always keep theirs.
package enum CommitOrder: String, Sendable, CaseIterable {
    case dependency
    case source
}
