/// What is certain of an identity that did not look the same on both sides at first.
struct Verdict: Equatable, Sendable {
    enum Kind: Equatable, Sendable {
        case missing, extra, different
        /// It was written again and again for as long as it was looked at, or replay is too far behind.
        case unsettled
    }

    let identity: [String]
    let kind: Kind
    /// The states in the end, for a table without a key: how often the row is there.
    let sourceState: String?
    let targetState: String?
}
