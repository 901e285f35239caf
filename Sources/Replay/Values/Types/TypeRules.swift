/// All pairs of types that have a place; any other pair is refused by name. No pair stands in two rules.
enum TypeRules {
    static let all = numbers + texts + bytes + temporal + documents + geometry

    static func rule(_ source: SourceType, _ target: TargetKind) -> TypeRule? {
        all.first { $0.sources.contains(source) && $0.targets.contains(target) }
    }

    static func conversion(
        _ source: SourceType,
        _ sourceName: String,
        _ target: TargetType,
        _ policy: ValuePolicy,
        _ policies: ValuePolicies
    ) -> ValueConversion? {
        guard let rule = rule(source, target.kind), rule.fidelity != .byPolicy || policy == .text else { return nil }
        let pair = TypeRule.Pair(
            source: source,
            sourceName: sourceName,
            target: target,
            writesArraysAsJSON: policies.writesArraysAsJSON
        )
        return rule.conversion(pair)
    }
}
