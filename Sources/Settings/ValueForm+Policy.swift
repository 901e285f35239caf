extension ValueForm where Value == MisfitPolicy {
    /// `null` is a word here, though YAML has a meaning of its own for it.
    static var policy: Self {
        let names = MisfitPolicy.allCases.map(\.rawValue)
        let words = "one of " + names.joined(separator: ", ")
        return ValueForm(
            words: words,
            read: { value, draft in
                guard case .scalar(let scalar) = value.node.content else { return choice.read(value, &draft) }
                return MisfitPolicy(rawValue: scalar.text) ?? choice.read(value, &draft)
            },
            write: { $0.rawValue }
        )
    }
}

extension ValueForm where Value == [String: MisfitPolicy] {
    /// A section of its own: a name to a policy. `parts` is how many parts the name has, with dots between.
    static func policies(_ name: String, parts: Int) -> Self {
        let words = "a section with one line for each \(name), its policy after the colon"
        return ValueForm(
            words: words,
            read: { value, draft in
                guard case .mapping(let entries) = value.node.content else {
                    draft.refuse(value.node.place, "\(value.name) must be \(words).")
                    return nil
                }
                var result: [String: MisfitPolicy] = [:]
                for entry in entries {
                    guard entry.key.split(separator: ".").count >= parts else {
                        draft.refuse(entry.place, "\(value.name) names a \(name), not \(Excerpt(key: entry.key)).")
                        continue
                    }
                    let name = "\(value.name) of \(Excerpt(key: entry.key))"
                    let inner = SettingsValue(name: name, place: entry.place, node: entry.value)
                    result[entry.key] = ValueForm<MisfitPolicy>.policy.read(inner, &draft)
                }
                return result
            },
            write: { policies in
                braces(policies.map { "\($0.key): \($0.value.rawValue)" }.sorted())
            }
        )
    }
}

extension ValueForm {
    /// A section on one line, as YAML writes it.
    static func braces(_ lines: [String]) -> String {
        lines.isEmpty ? "{}" : "{ " + lines.joined(separator: ", ") + " }"
    }
}
