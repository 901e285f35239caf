/// Undoes the quoting of SQL identifiers: `abc` and `"A ""b"""` alike.
enum QuotedIdentifier {
    /// Reads one identifier at `offset`: quoted, or bare up to one of `terminators` or the end.
    static func read(
        in bytes: Span<UInt8>,
        _ offset: inout Int,
        until terminators: StaticString
    ) throws(MessageFault) -> String {
        guard offset < bytes.count, bytes[offset] == UInt8(ascii: "\"") else {
            return try bare(in: bytes, &offset, until: terminators)
        }
        return try quoted(in: bytes, &offset)
    }

    /// Reads `schema.table`, either of them quoted or bare.
    static func readTable(
        in bytes: Span<UInt8>,
        _ offset: inout Int,
        until terminators: StaticString
    ) throws(MessageFault) -> (schema: String, table: String) {
        let schema = try read(in: bytes, &offset, until: ".")
        try ByteScanning.expect(".", in: bytes, &offset)
        return (schema, try read(in: bytes, &offset, until: terminators))
    }

    /// The identifier that is all of `text`.
    static func whole(_ text: [UInt8]) throws(MessageFault) -> String {
        var offset = 0
        let name = try read(in: text.span, &offset, until: "")
        guard offset == text.count else { throw MessageFault("a quoted name has text behind it", at: offset) }
        return name
    }

    private static func bare(
        in bytes: Span<UInt8>,
        _ offset: inout Int,
        until terminators: StaticString
    ) throws(MessageFault) -> String {
        let start = offset
        while offset < bytes.count, !contains(terminators, bytes[offset]) { offset += 1 }
        guard offset > start else { throw MessageFault("a name was expected", at: start) }
        return try ByteScanning.string(bytes, start..<offset)
    }

    private static func contains(_ terminators: StaticString, _ byte: UInt8) -> Bool {
        terminators.withUTF8Buffer { $0.contains(byte) }
    }

    private static func quoted(in bytes: Span<UInt8>, _ offset: inout Int) throws(MessageFault) -> String {
        let start = offset
        let quote = UInt8(ascii: "\"")
        var name: [UInt8] = []
        offset += 1
        while offset < bytes.count {
            if bytes[offset] == quote {
                let isDoubled = offset + 1 < bytes.count && bytes[offset + 1] == quote
                offset += isDoubled ? 2 : 1
                guard isDoubled else { return try ByteScanning.string(name.span, 0..<name.count) }
                name.append(quote)
            } else {
                name.append(bytes[offset])
                offset += 1
            }
        }
        throw MessageFault("a quoted name has no end", at: start)
    }
}
