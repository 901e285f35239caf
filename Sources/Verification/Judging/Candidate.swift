/// One identity under judgement. Decides from what is seen of it on both sides, in the order in which it is seen.
///
/// The target may show any state that the source has had since the first look: then it is only behind. It is different when it shows another
/// state although it has passed a position after which the source did not change.
struct Candidate: Sendable {
    /// Looks that must agree where nobody can say whether something was written between two of them.
    private static let roundsWithoutProof = 3
    private static let historyLimit = 1_000

    private var history: Set<String?> = []
    private var before: Observation?
    private var shown: Observation?
    /// What the target showed in the last round that agreed, and in how many it has been the same.
    private var agreed: String?
    private var agreeingRounds = 0

    /// A look at the source, before the target's turn.
    mutating func sees(source: Observation?) {
        before = source
        remember(source)
    }

    /// Another look at the source while its changes are on their way.
    mutating func passes(source: Observation?) {
        remember(source)
    }

    private mutating func remember(_ source: Observation?) {
        if history.count < Self.historyLimit { history.insert(source?.state) }
    }

    /// The target's turn; true where it is settled that the sides are equal.
    mutating func sees(target: Observation?) -> Bool {
        shown = target
        return history.contains(target?.state)
    }

    /// A look at the source behind the target's turn. `hasPassed` says that the target had passed the first look's position by then,
    /// `versionsAreProof` that an unchanged version means that nothing was written. nil while nothing is certain.
    mutating func closes(source: Observation?, hasPassed: Bool, versionsAreProof: Bool) -> Decision? {
        if source?.state == shown?.state { return .equal }
        remember(source)
        guard hasPassed, source == before else {
            agreeingRounds = 0
            return nil
        }
        agreeingRounds = agreed == shown?.state ? agreeingRounds + 1 : 1
        agreed = shown?.state
        let isCertain = versionsAreProof && source?.version != nil || agreeingRounds >= Self.roundsWithoutProof
        return isCertain ? .differs(source: source, target: shown) : nil
    }

    enum Decision: Equatable, Sendable {
        case equal
        case differs(source: Observation?, target: Observation?)
    }
}
