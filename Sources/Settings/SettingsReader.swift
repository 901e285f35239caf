/// Walks the document along the table of options and fills a draft.
struct SettingsReader {
    private(set) var draft: SettingsDraft

    init(environment: [String: String], findings: [Finding]) {
        draft = SettingsDraft(environment: environment, findings: findings)
    }

    mutating func read(_ root: YAMLNode?) {
        guard let entries = entries(of: root) else { return }
        for entry in entries { read(section: entry) }
        for section in SettingsTable.sections where !entries.contains(where: { $0.key == section.name }) {
            let keys = section.requiredKeys
            guard !keys.isEmpty else { continue }
            let names = keys.joined(separator: ", ")
            draft.refuse(.start, "The section \(section.name) is missing: it must give \(names).")
        }
        SettingsRules.apply(to: &draft)
        draft.remarkUnusedKeys()
    }

    /// The sections of the file; an empty file has none, and then says what it lacks.
    private mutating func entries(of root: YAMLNode?) -> [YAMLEntry]? {
        switch root?.content {
        case nil: return []
        case .mapping(let entries): return entries
        case .scalar(let scalar) where scalar.isNothing: return []
        case .refused: return nil
        case .scalar, .sequence:
            let names = SettingsTable.sections.map(\.name).joined(separator: ", ")
            draft.refuse(root?.place ?? .start, "A configuration consists of the sections \(names), each with a colon.")
            return nil
        }
    }

    private mutating func read(section entry: YAMLEntry) {
        guard let section = SettingsTable.section(named: entry.key) else {
            return draft.refuse(entry.place, UnknownName.sentence(section: entry.key))
        }
        switch entry.value.content {
        case .mapping(let entries):
            for inner in entries { read(option: inner, in: section) }
            requireKeys(of: section, at: entry.place)
        case .scalar(let scalar) where scalar.isNothing:
            requireKeys(of: section, at: entry.place)
        case .refused:
            break
        case .scalar, .sequence:
            let sentence = "\(section.name) is a section: its keys stand on lines of their own, indented."
            draft.refuse(entry.value.place, sentence)
        }
    }

    private mutating func read(option entry: YAMLEntry, in section: SettingsSection) {
        guard let option = section.option(named: entry.key) else {
            return draft.refuse(entry.place, UnknownName.sentence(key: entry.key, in: section))
        }
        let name = "\(section.name).\(option.name)"
        draft.note(name, at: entry.place)
        option.read(SettingsValue(name: name, place: entry.place, node: entry.value), &draft)
    }

    private mutating func requireKeys(of section: SettingsSection, at place: FilePlace) {
        let missing = section.requiredKeys.filter { draft.places["\(section.name).\($0)"] == nil }
        guard !missing.isEmpty else { return }
        let keys = missing.joined(separator: ", ")
        draft.refuse(place, "\(section.name) lacks \(keys), which must be given.")
    }
}
