package import ChangeModel

/// The catalogue's names as a text, which stands beside a recording so that it can be read without a server.
///
///     type 17350 uint1
///     table "S x"."T""q"
///
/// A table is quoted as in SQL, a type as the server's `format_type` writes it; a line feed within quotes belongs to the name.
package enum SourceNamesText {
    package static func text(_ names: SourceNames) -> String {
        let types = names.typeNames.sorted { $0.key < $1.key }.map { "type \($0.key) \($0.value)\n" }
        let tables = names.tables.map { "table \(QuotedIdentifier.quoted($0))\n" }
        return (types + tables.sorted()).joined()
    }

    package static func parse(_ text: [UInt8]) throws(SourceNamesError) -> SourceNames {
        var names = SourceNames()
        var offset = 0
        while offset < text.count {
            let start = offset
            do throws(MessageFault) {
                try parseLine(text.span, &offset, into: &names)
            } catch {
                let line = text[..<start].count { $0 == UInt8(ascii: "\n") } + 1
                throw SourceNamesError(line: line, reason: error.reason)
            }
        }
        return names
    }

    private static func parseLine(
        _ text: Span<UInt8>,
        _ offset: inout Int,
        into names: inout SourceNames
    ) throws(MessageFault) {
        if ByteScanning.skip("\n", in: text, &offset) { return }
        let encoding = TextEncoding()
        if ByteScanning.skip("table ", in: text, &offset) {
            let (schema, table) = try QuotedIdentifier.readTable(in: text, &offset, until: "\n", encoding)
            names.tables.insert(TableName(schema: schema, table: table))
        } else {
            try ByteScanning.expect("type ", in: text, &offset)
            let number = try ByteScanning.number(in: text, &offset)
            try ByteScanning.expect(" ", in: text, &offset)
            guard let identifier = UInt32(exactly: number) else {
                throw MessageFault("a type's number is too large", at: offset)
            }
            names.typeNames[identifier] = try encoding.name(text, restOfLine(text, &offset))
        }
        guard offset == text.count || ByteScanning.skip("\n", in: text, &offset) else {
            throw MessageFault("the name has text behind it", at: offset)
        }
    }

    /// Up to a line feed that stands outside of quotes.
    private static func restOfLine(_ text: Span<UInt8>, _ offset: inout Int) throws(MessageFault) -> Range<Int> {
        let start = offset
        var isQuoted = false
        while offset < text.count, isQuoted || text[offset] != UInt8(ascii: "\n") {
            if text[offset] == UInt8(ascii: "\"") { isQuoted.toggle() }
            offset += 1
        }
        guard !isQuoted else { throw MessageFault("a quoted name has no end", at: start) }
        guard offset > start else { throw MessageFault("a name was expected", at: start) }
        return start..<offset
    }
}
