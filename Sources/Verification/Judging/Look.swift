/// What one side holds under an identity at one moment; nothing at all where it is in no dictionary of them.
struct Observation: Equatable, Sendable {
    let state: String
    /// Changes whenever the row is written, even with what it held before; nil where the server does not say.
    let version: String?
}

/// Looks at a few rows again. An identity is a key, or in a table without one a content.
protocol Look {
    /// Whether a look is quick enough to be taken again and again.
    var isQuick: Bool { get }
    /// Whether an identity whose version is the same in two looks was not written between them.
    var versionsAreProof: Bool { get }

    func source(_ identities: [[String]]) throws(VerificationError) -> [[String]: Observation]
    func target(_ identities: [[String]]) throws(VerificationError) -> [[String]: Observation]
}
