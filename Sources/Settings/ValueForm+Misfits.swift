extension ValueForm where Value == MisfitsSettings {
    /// A section of its own: a policy for each kind of misfit, and the same for tables.
    static var misfits: Self {
        let kinds = RowMisfitKind.allCases.map(\.rawValue).joined(separator: ", ")
        let choices = RowMisfitPolicy.allCases.map(\.rawValue).joined(separator: ", ")
        let words =
            "a section of \(kinds), each with one of \(choices), and of tables, with the same for each schema.table"
        return ValueForm(
            words: words,
            read: { value, draft in
                guard case .mapping(let entries) = value.node.content else {
                    draft.refuse(value.node.place, "\(value.name) must be \(words).")
                    return nil
                }
                var result = MisfitsSettings()
                result.policies = policies(of: entries.filter { $0.key != tablesKey }, in: value.name, &draft)
                for entry in entries where entry.key == tablesKey { result.tables = rules(entry, value.name, &draft) }
                return result
            },
            write: { settings in
                let rules = settings.tables.map { "\($0.tables): \(write($0.policies))" }.joined(separator: ", ")
                let tables = rules.isEmpty ? [] : ["\(tablesKey): { \(rules) }"]
                return braces(lines(settings.policies) + tables)
            }
        )
    }

    private static var tablesKey: String { "tables" }

    private static func rules(
        _ entry: YAMLEntry,
        _ name: String,
        _ draft: inout SettingsDraft
    ) -> [MisfitsSettings.TableRule] {
        let words = "a section with one section for each schema.table, with * and ? as wildcards"
        guard case .mapping(let tables) = entry.value.content else {
            draft.refuse(entry.value.place, "\(name).\(tablesKey) must be \(words).")
            return []
        }
        return tables.compactMap { table in
            let inner = "\(name).\(tablesKey) of \(Excerpt(key: table.key))"
            guard let glob = TableGlob(table.key), case .mapping(let entries) = table.value.content else {
                draft.refuse(table.place, "\(inner): \(name).\(tablesKey) must be \(words).")
                return nil
            }
            return MisfitsSettings.TableRule(tables: glob, policies: policies(of: entries, in: inner, &draft))
        }
    }

    private static func policies(
        of entries: [YAMLEntry],
        in name: String,
        _ draft: inout SettingsDraft
    ) -> MisfitsSettings.Policies {
        var result: MisfitsSettings.Policies = [:]
        for entry in entries {
            guard let kind = RowMisfitKind(rawValue: entry.key) else {
                let names = RowMisfitKind.allCases.map(\.rawValue)
                let nearest = NearestName.nearest(to: entry.key, among: names).map { "did you mean \($0)?" }
                let advice = nearest ?? "the keys are \(names.joined(separator: ", "))."
                draft.refuse(entry.place, "\(name) has no key \(Excerpt(key: entry.key)): \(advice)")
                continue
            }
            let value = SettingsValue(name: "\(name): \(kind.rawValue)", place: entry.place, node: entry.value)
            guard let policy = ValueForm<RowMisfitPolicy>.choice.read(value, &draft) else { continue }
            guard kind.policies.contains(policy) else {
                let others = kind.policies.map(\.rawValue).joined(separator: ", ")
                draft.refuse(
                    entry.value.place,
                    "\(value.name) cannot be \(policy.rawValue), for nothing says which row would have to give way: say one of \(others)."
                )
                continue
            }
            result[kind] = policy
        }
        return result
    }

    private static func write(_ policies: MisfitsSettings.Policies) -> String { braces(lines(policies)) }

    private static func lines(_ policies: MisfitsSettings.Policies) -> [String] {
        RowMisfitKind.allCases.compactMap { kind in policies[kind].map { "\(kind.rawValue): \($0.rawValue)" } }
    }
}
