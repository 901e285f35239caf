/// What must hold between the lines of the section `mapping`.
enum MappingRules {
    static func apply(to draft: inout SettingsDraft) {
        if !draft.settings.mapping.merge { refuseSharedTables(&draft) }
        refuseSharedColumns(&draft)
    }

    /// Only what the file itself says is known here; `check` looks at the tables that are there.
    private static func refuseSharedTables(_ draft: inout SettingsDraft) {
        let settings = draft.settings
        let tables = settings.mapping.tables.map { source, target in
            let database = settings.mapping.schemas[source.parts[0]] ?? settings.target.database
            let whole = target.parts.count == 2 ? target : QualifiedName(database, target.parts[0])
            return (source: source, target: whole)
        }
        refuse(tables, in: "mapping.tables", &draft) { first, target in
            "goes to \(target), and so does \(first): send one of them elsewhere, or say mapping.merge: true."
        }
    }

    /// Column names have no case in MySQL.
    private static func refuseSharedColumns(_ draft: inout SettingsDraft) {
        let columns = draft.settings.mapping.columns.map { source, target in
            (source: source, target: QualifiedName(source.parts[0], source.parts[1], target.lowercased()))
        }
        refuse(columns, in: "mapping.columns", &draft) { first, target in
            "is called \(target.parts[2]) in the target, and so is \(first): give one of them another name."
        }
    }

    /// Refuses every line whose target an earlier one has.
    private static func refuse(
        _ lines: [(source: QualifiedName, target: QualifiedName)],
        in name: String,
        _ draft: inout SettingsDraft,
        sentence: (_ first: QualifiedName, _ target: QualifiedName) -> String
    ) {
        let placed = lines.compactMap { line in
            draft.places["\(name): \(line.source)"].map { (line: line, place: $0) }
        }.sorted { $0.place < $1.place }
        var firsts: [QualifiedName: QualifiedName] = [:]
        for (line, place) in placed {
            guard let first = firsts[line.target] else {
                firsts[line.target] = line.source
                continue
            }
            draft.refuse(place, "\(name) of \(Excerpt(line.source.description)) \(sentence(first, line.target))")
        }
    }
}
