extension SchemaChange {
    /// The kind of the statement, such as `ALTER TABLE`, for a log: only words of SQL itself, because a statement may hold values.
    package var kind: String {
        if let command = loggedCommand { return command }
        var words: [String] = []
        for word in text.split(whereSeparator: { !($0.isASCII && $0.isLetter) }).prefix(4) {
            let word = word.uppercased()
            guard words.isEmpty ? Self.verbs.contains(word) : Self.qualifiers.union(Self.objects).contains(word) else {
                break
            }
            words.append(word)
            if Self.objects.contains(word) { break }
        }
        return words.isEmpty ? "a statement of another kind" : words.joined(separator: " ")
    }

    /// What the source called it where it decoded no statement: `cmdtype: AlterTable`.
    private var loggedCommand: String? {
        guard text.hasPrefix("prefix"), let field = text.firstRange(of: "cmdtype: ") else { return nil }
        let word = text[field.upperBound...].prefix { $0.isASCII && $0.isLetter }
        return word.isEmpty ? nil : String(word)
    }

    private static let verbs: Set = [
        "ALTER", "ANALYZE", "CLUSTER", "COMMENT", "CREATE", "DROP", "GRANT", "REASSIGN", "REFRESH", "REINDEX", "REVOKE",
        "SECURITY", "TRUNCATE",
    ]
    private static let qualifiers: Set = [
        "CONCURRENTLY", "FOREIGN", "GLOBAL", "LOCAL", "MATERIALIZED", "OR", "REPLACE", "TEMP", "TEMPORARY", "UNIQUE",
        "UNLOGGED",
    ]
    private static let objects: Set = [
        "AGGREGATE", "COLLATION", "COLUMN", "DATABASE", "DOMAIN", "EVENT", "EXTENSION", "FUNCTION", "INDEX", "OPERATOR",
        "PACKAGE", "PROCEDURE", "PUBLICATION", "ROLE", "RULE", "SCHEMA", "SEQUENCE", "SERVER", "SUBSCRIPTION",
        "SYNONYM", "TABLE", "TABLESPACE", "TRIGGER", "TYPE", "USER", "VIEW",
    ]
}
