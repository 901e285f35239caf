internal import ChangeModel

/// The literals of style t: as in JSON's arrays, with no escapes around them, and each followed by a blank or the row's end.
extension ValueLiterals {
    /// Reads the literal at `offset`.
    mutating func readText(in bytes: Span<UInt8>, _ offset: inout Int) throws(MessageFault) -> ValueSlot {
        guard let start = Self.startOfQuotedText(in: bytes, offset) else {
            let start = offset
            offset = Self.endOfBareWord(in: bytes, from: start)
            try Self.requireEndOfText(in: bytes, at: offset)
            return try bareValue(start..<offset, in: bytes)
        }
        let (end, hasQuotes) = try Self.endOfQuotedText(in: bytes, from: start)
        offset = end + 1
        try Self.requireEndOfText(in: bytes, at: offset)
        return hasQuotes ? unquoted(start..<end, in: bytes) : inMessage(start..<end)
    }

    /// Steps over the literal at `offset`.
    static func skipText(in bytes: Span<UInt8>, _ offset: inout Int) throws(MessageFault) {
        if let start = startOfQuotedText(in: bytes, offset) {
            offset = try endOfQuotedText(in: bytes, from: start).end + 1
        } else {
            offset = endOfBareWord(in: bytes, from: offset)
        }
        try requireEndOfText(in: bytes, at: offset)
    }

    /// Behind the `'` or `B'` at `offset`; nil where neither stands.
    @inline(__always)
    private static func startOfQuotedText(in bytes: Span<UInt8>, _ offset: Int) -> Int? {
        guard offset < bytes.count else { return nil }
        if bytes[offset] == UInt8(ascii: "'") { return offset + 1 }
        return ByteScanning.matches("B'", in: bytes, at: offset) ? offset + 2 : nil
    }

    /// The `'` that closes the text which begins at `start`, and whether doubled ones stand before it.
    private static func endOfQuotedText(
        in bytes: Span<UInt8>,
        from start: Int
    ) throws(MessageFault) -> (end: Int, hasQuotes: Bool) {
        var from = start
        while let quote = ByteScanning.firstIndex(of: UInt8(ascii: "'"), in: bytes, from: from) {
            guard ByteScanning.matches("'", in: bytes, at: quote + 1) else { return (quote, from > start) }
            from = quote + 2
        }
        throw MessageFault("a quoted value has no end", at: start)
    }

    private static func requireEndOfText(in bytes: Span<UInt8>, at offset: Int) throws(MessageFault) {
        guard offset == bytes.count || bytes[offset] == UInt8(ascii: " ") else {
            throw MessageFault("a value is not followed by a blank", at: offset)
        }
    }

    /// The text of `range` in `unescaped`, its doubled quotes made single.
    private mutating func unquoted(_ range: Range<Int>, in bytes: Span<UInt8>) -> ValueSlot {
        let textStart = unescapedBase + unescaped.count
        var runStart = range.lowerBound
        while let quote = ByteScanning.firstIndex(of: UInt8(ascii: "'"), in: bytes, from: runStart),
            quote < range.upperBound
        {
            append(bytes, runStart..<(quote + 1))
            runStart = quote + 2
        }
        append(bytes, runStart..<range.upperBound)
        return ValueSlot(range: textStart..<(unescapedBase + unescaped.count))
    }
}
