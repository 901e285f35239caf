internal import ChangeModel

/// Parses what stands behind a row's operation in style t, the slow way: what a shape is made from.
///
///     ` name[type]:value` …, for an UPDATE with an old image ` old-key:` columns ` new-tuple:` columns, or ` (no-tuple-data)`
struct TextRowParser {
    private(set) var newColumns: [RowDescription.SentColumn] = []
    private(set) var oldColumns: [RowDescription.SentColumn] = []
    /// The text around the values: from the row's start to the first value, then from value to value.
    private(set) var parts: [Range<Int>] = []
    private var partStart = 0

    init(
        _ operation: RowOperation,
        _ bytes: Span<UInt8>,
        from start: Int,
        _ encoding: borrowing TextEncoding
    ) throws(MessageFault) {
        var offset = start
        if ByteScanning.skip(" (no-tuple-data)", in: bytes, &offset) {
            try requireNoData(operation, bytes, offset)
            parts = [0..<offset]
            return
        }
        if operation == .update, ByteScanning.skip(" old-key:", in: bytes, &offset) {
            while !ByteScanning.skip(" new-tuple:", in: bytes, &offset) {
                oldColumns.append(try column(bytes, &offset, encoding))
            }
        }
        repeat {
            let column = try column(bytes, &offset, encoding)
            if operation == .delete { oldColumns.append(column) } else { newColumns.append(column) }
        } while offset < bytes.count
    }

    /// A DELETE without an identity says no more than that a row went; any other change would be lost.
    private func requireNoData(
        _ operation: RowOperation,
        _ bytes: Span<UInt8>,
        _ offset: Int
    ) throws(MessageFault) {
        guard operation == .delete else {
            throw MessageFault("an INSERT or UPDATE came without its values", at: offset)
        }
        guard offset == bytes.count else { throw MessageFault("the row has text behind its end", at: offset) }
    }

    /// ` name[type]:value`
    private mutating func column(
        _ bytes: Span<UInt8>,
        _ offset: inout Int,
        _ encoding: borrowing TextEncoding
    ) throws(MessageFault) -> RowDescription.SentColumn {
        try ByteScanning.expect(" ", in: bytes, &offset)
        // What no bare name holds ends it, so that text of another kind is not taken for a name.
        let name = try QuotedIdentifier.read(in: bytes, &offset, until: "[ :'\"]()", encoding)
        try ByteScanning.expect("[", in: bytes, &offset)
        let typeStart = offset
        try Self.skipType(in: bytes, &offset)
        let typeName = try encoding.name(bytes, typeStart..<offset)
        try ByteScanning.expect("]:", in: bytes, &offset)
        parts.append(partStart..<offset)
        try ValueLiterals.skipText(in: bytes, &offset)
        partStart = offset
        return RowDescription.SentColumn(name: name, typeName: typeName)
    }

    /// To the first `]` that is neither inside double quotes nor part of an array's `[]`.
    private static func skipType(in bytes: Span<UInt8>, _ offset: inout Int) throws(MessageFault) {
        let start = offset
        var isQuoted = false
        while offset < bytes.count, isQuoted || bytes[offset] != UInt8(ascii: "]") {
            if bytes[offset] == UInt8(ascii: "\"") { isQuoted.toggle() }
            offset += !isQuoted && ByteScanning.matches("[]", in: bytes, at: offset) ? 2 : 1
        }
        guard offset > start else { throw MessageFault("a type was expected", at: start) }
    }
}
