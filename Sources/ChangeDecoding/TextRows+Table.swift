internal import ChangeModel

/// Which table a row of style t belongs to. Its head has schema and table without quotes, so that a blank in either, or an
/// operation's word, can be read in several ways: then the catalogue must know exactly one of them.
extension TextRows {
    private typealias Candidate = (reading: TextRowReading, table: TableName)

    mutating func resolve(
        _ readings: [TextRowReading],
        _ bytes: Span<UInt8>,
        _ relations: inout RelationTable
    ) throws(MessageFault) -> (reading: TextRowReading, table: TableName) {
        let candidates = try Self.candidates(readings, bytes, relations.encoding)
        if misleadingHeads == nil { readCatalogue(relations.names) }
        if candidates.count == 1 { return candidates[0] }
        var known = candidates.filter { relations.names.tables.contains($0.table) }
        if known.isEmpty, relations.refreshNames() {
            readCatalogue(relations.names)
            known = candidates.filter { relations.names.tables.contains($0.table) }
        }
        guard known.count == 1 else { throw Self.refusal(known, among: candidates) }
        return known[0]
    }

    private static func candidates(
        _ readings: [TextRowReading],
        _ bytes: Span<UInt8>,
        _ encoding: borrowing TextEncoding
    ) throws(MessageFault) -> [Candidate] {
        var candidates: [Candidate] = []
        for reading in readings {
            for table in try reading.tables(in: bytes, encoding) { candidates.append((reading, table)) }
        }
        guard !candidates.isEmpty else { throw MessageFault("schema and table were expected", at: 0) }
        return candidates
    }

    /// What was learnt without these names may be read otherwise with them.
    private mutating func readCatalogue(_ names: SourceNames) {
        misleadingHeads = names.tables.map(Self.head).filter { head in
            ["INSERT", "UPDATE", "DELETE"].contains { Self.holds(head, " \($0):") }
        }
        shapes.removeAll()
    }

    private static func head(_ table: TableName) -> String {
        table.schema + " " + table.table + " "
    }

    private static func holds(_ text: String, _ part: String) -> Bool {
        let part = Array(part.utf8)
        let text = Array(text.utf8)
        guard text.count >= part.count else { return false }
        return (0...(text.count - part.count)).contains { text[$0...].starts(with: part) }
    }

    /// Whether no other table's rows can begin as those of `table` do: only then may a comparison stand for parsing.
    func isClear(_ table: TableName, _ operation: RowOperation) -> Bool {
        let head = Self.head(table) + "\(operation)".uppercased() + ":"
        return !(misleadingHeads ?? []).contains { $0.utf8.starts(with: head.utf8) }
    }

    private static func refusal(_ known: [Candidate], among candidates: [Candidate]) -> MessageFault {
        // A name that holds a column's description was cut from the row itself, with its values.
        let names = (known.isEmpty ? candidates : known).map(\.table).filter { !holds(head($0), "]:") }
        let quoted = names.prefix(4).map { QuotedIdentifier.quoted($0) }
        let shown = names.isEmpty ? "several tables" : quoted.joined(separator: " or ")
        return .refusal(
            "style t writes schema and table without quotes, so that it can belong to \(shown), and the catalogue has "
                + (known.isEmpty ? "none of them" : "more than one of them")
                + "; rename the table, leave it out with white-table-list, or set decode-style to j or b"
        )
    }
}
