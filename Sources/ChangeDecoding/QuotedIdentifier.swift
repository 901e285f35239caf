internal import ChangeModel

/// Undoes the quoting of SQL identifiers: `abc` and `"A ""b"""` alike.
enum QuotedIdentifier {
    /// Reads one identifier at `offset`: quoted, or bare up to one of `terminators` or the end.
    static func read(
        in bytes: Span<UInt8>,
        _ offset: inout Int,
        until terminators: StaticString,
        _ encoding: borrowing TextEncoding
    ) throws(MessageFault) -> String {
        guard offset < bytes.count, bytes[offset] == UInt8(ascii: "\"") else {
            return try bare(in: bytes, &offset, until: terminators, encoding)
        }
        return try quoted(in: bytes, &offset, encoding)
    }

    /// Reads `schema.table`, either of them quoted or bare.
    static func readTable(
        in bytes: Span<UInt8>,
        _ offset: inout Int,
        until terminators: StaticString,
        _ encoding: borrowing TextEncoding
    ) throws(MessageFault) -> (schema: String, table: String) {
        let schema = try read(in: bytes, &offset, until: ".", encoding)
        try ByteScanning.expect(".", in: bytes, &offset)
        return (schema, try read(in: bytes, &offset, until: terminators, encoding))
    }

    /// The identifier that is all of `text`.
    static func whole(_ text: [UInt8], _ encoding: borrowing TextEncoding) throws(MessageFault) -> String {
        var offset = 0
        let name = try read(in: text.span, &offset, until: "", encoding)
        guard offset == text.count else { throw MessageFault("a quoted name has text behind it", at: offset) }
        return name
    }

    /// `schema.table` as SQL would have it, for people.
    static func quoted(_ table: TableName) -> String {
        quoted(table.schema) + "." + quoted(table.table)
    }

    /// A name as SQL would have it: in quotes unless it is plain.
    static func quoted(_ name: String) -> String {
        let isPlain = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
            default: false
            }
        }
        let isQuoted = !isPlain || name.first.map(\.isNumber) ?? true
        guard isQuoted else { return name }
        return "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    private static func bare(
        in bytes: Span<UInt8>,
        _ offset: inout Int,
        until terminators: StaticString,
        _ encoding: borrowing TextEncoding
    ) throws(MessageFault) -> String {
        let start = offset
        while offset < bytes.count, !contains(terminators, bytes[offset]) { offset += 1 }
        guard offset > start else { throw MessageFault("a name was expected", at: start) }
        return try encoding.name(bytes, start..<offset)
    }

    private static func contains(_ terminators: StaticString, _ byte: UInt8) -> Bool {
        terminators.withUTF8Buffer { $0.contains(byte) }
    }

    private static func quoted(
        in bytes: Span<UInt8>,
        _ offset: inout Int,
        _ encoding: borrowing TextEncoding
    ) throws(MessageFault) -> String {
        let start = offset
        let quote = UInt8(ascii: "\"")
        var name: [UInt8] = []
        offset += 1
        while offset < bytes.count {
            if bytes[offset] == quote {
                let isDoubled = offset + 1 < bytes.count && bytes[offset + 1] == quote
                offset += isDoubled ? 2 : 1
                guard isDoubled else { return try encoding.name(name.span, 0..<name.count) }
                name.append(quote)
            } else {
                name.append(bytes[offset])
                offset += 1
            }
        }
        throw MessageFault("a quoted name has no end", at: start)
    }
}
