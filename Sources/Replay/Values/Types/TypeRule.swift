/// How some types of the source go into some of the target: what `docs/type-mapping.md` says and replay does.
struct TypeRule: Sendable {
    /// How much of a value arrives.
    enum Fidelity: Sendable, Equatable {
        case exact
        /// Exact if this holds; otherwise it is a misfit, which the policy settles.
        case conditional(String)
        /// Only the policy `text` gives it a place.
        case byPolicy
    }

    /// What a conversion is made from.
    struct Pair {
        let source: SourceType
        let sourceName: String
        let target: TargetType
        let writesArraysAsJSON: Bool
    }

    let sources: [SourceType]
    let targets: [TargetKind]
    let fidelity: Fidelity
    /// What is written, in a few words.
    let how: String
    /// nil where the column's definition cannot be understood.
    let conversion: @Sendable (Pair) -> ValueConversion?

    init(
        _ sources: [SourceType],
        into targets: [TargetKind],
        _ fidelity: Fidelity,
        _ how: String,
        _ conversion: @escaping @Sendable (Pair) -> ValueConversion?
    ) {
        self.sources = sources
        self.targets = targets
        self.fidelity = fidelity
        self.how = how
        self.conversion = conversion
    }
}
