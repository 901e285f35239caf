/// Maps from names to names.
extension ValueForm where Value == [String: String] {
    static var schemas: Self {
        let words = "a section with one line for each schema, schema: database"
        return map(words, key: { $0 }, value: .databaseName, write: { ($0, $1) })
    }
}

extension ValueForm where Value == [QualifiedName: QualifiedName] {
    static var tables: Self {
        let words = "a section with one line for each table, schema.table: database.table or schema.table: table"
        return map(
            words,
            key: { QualifiedName($0, partCounts: 2...2) },
            value: ValueForm<QualifiedName>("database.table or table", write: { $0.description }) { scalar in
                QualifiedName(scalar.text, partCounts: 1...2).flatMap { $0.endsInBlank ? nil : $0 }
            },
            write: { ($0.description, $1.description) }
        )
    }
}

extension ValueForm where Value == [QualifiedName: String] {
    static var columns: Self {
        let words = "a section with one line for each column, schema.table.column: column"
        return map(
            words,
            key: { QualifiedName($0, partCounts: 3...3) },
            value: ValueForm<String>("a column's name", write: { $0 }) { scalar in
                QualifiedName(scalar.text, partCounts: 1...1).flatMap { $0.endsInBlank ? nil : $0.parts[0] }
            },
            write: { ($0.description, $1) }
        )
    }
}

extension ValueForm where Value == [TableGlob] {
    static var tableGlobs: Self {
        let texts = ValueForm<[String]>.list(
            "schema.table with * and ? as wildcards, or several of them separated by commas, in quotes",
            countMin: 0,
            where: { TableGlob($0) != nil }
        )
        return ValueForm(
            words: texts.words,
            read: { value, draft in texts.read(value, &draft)?.compactMap(TableGlob.init) },
            write: { texts.write($0.map(\.description)) }
        )
    }
}

extension QualifiedName {
    /// MySQL has no such names.
    fileprivate var endsInBlank: Bool { parts.contains { $0.last == " " } }
}

extension ValueForm {
    /// A section of its own: one line for each key. Where each stands is noted in the draft, for what must hold between them.
    fileprivate static func map<Key: Hashable & Sendable, Item: Sendable>(
        _ words: String,
        key parse: @escaping @Sendable (String) -> Key?,
        value item: ValueForm<Item>,
        write: @escaping @Sendable (Key, Item) -> (String, String)
    ) -> Self where Value == [Key: Item] {
        ValueForm(
            words: words,
            read: { value, draft in
                guard case .mapping(let entries) = value.node.content else {
                    draft.refuse(value.node.place, "\(value.name) must be \(words).")
                    return nil
                }
                var result: [Key: Item] = [:]
                for entry in entries {
                    let name = "\(value.name) of \(Excerpt(key: entry.key))"
                    guard let key = parse(entry.key) else {
                        draft.refuse(entry.place, "\(name): \(value.name) must be \(words).")
                        continue
                    }
                    if result[key] != nil { draft.refuse(entry.place, "\(name) is given twice, the second time here.") }
                    draft.note("\(value.name): \(key)", at: entry.place)
                    result[key] = item.read(SettingsValue(name: name, place: entry.place, node: entry.value), &draft)
                }
                return result
            },
            write: { map in
                let lines = map.map { write($0, $1) }.sorted { $0.0 < $1.0 }.map { "\($0): \($1)" }
                return lines.isEmpty ? "{}" : "{ " + lines.joined(separator: ", ") + " }"
            }
        )
    }
}
