internal import ChangeModel

/// Reads the SQL literals inside `columns_val` and `old_keys_val`: a JSON array of strings, each the literal of one
/// value. Style t's, which stand without JSON around them, are read by the same rules in TextLiterals.swift.
///
/// A text without escapes, the usual case, is not copied: its slot points into the message. The others are written to
/// `unescaped`, whose bytes will follow the messages' in the batch, hence `unescapedBase`.
struct ValueLiterals {
    /// Texts that had to be rewritten.
    var unescaped: [UInt8] = []
    /// Where `unescaped` will begin in the batch's bytes.
    let unescapedBase: Int
    /// Where the message at hand begins in the batch's bytes.
    var messageBase = 0

    init(unescapedBase: Int) {
        self.unescapedBase = unescapedBase
    }

    /// Reads `count` values and the closing `]`; `offset` stands behind the `[`.
    mutating func readArray(
        count: Int,
        in bytes: Span<UInt8>,
        _ offset: inout Int,
        into values: inout [ValueSlot]
    ) throws(MessageFault) {
        for index in 0..<count {
            if index > 0 { try ByteScanning.expect(",", in: bytes, &offset) }
            try ByteScanning.expect("\"", in: bytes, &offset)
            values.append(try readValue(in: bytes, &offset))
        }
        try ByteScanning.expect("]", in: bytes, &offset)
    }

    /// Reads one literal and the JSON string's closing quote.
    private mutating func readValue(in bytes: Span<UInt8>, _ offset: inout Int) throws(MessageFault) -> ValueSlot {
        guard offset < bytes.count else { throw MessageFault("a value was expected", at: offset) }
        if bytes[offset] == UInt8(ascii: "'") {
            offset += 1
            return try readQuoted(in: bytes, &offset)
        }
        if bytes[offset] == UInt8(ascii: "B"), ByteScanning.skip("B'", in: bytes, &offset) {
            return try readQuoted(in: bytes, &offset)
        }
        return try readBare(in: bytes, &offset)
    }

    /// A number, or one of the words that stand without quotes.
    private mutating func readBare(in bytes: Span<UInt8>, _ offset: inout Int) throws(MessageFault) -> ValueSlot {
        let start = offset
        offset = Self.endOfBareWord(in: bytes, from: start)
        let range = start..<offset
        try ByteScanning.expect("\"", in: bytes, &offset)
        return try bareValue(range, in: bytes)
    }

    /// The first byte at or behind `start` that no number and no word holds.
    @inline(__always)
    static func endOfBareWord(in bytes: Span<UInt8>, from start: Int) -> Int {
        var index = start
        while index < bytes.count, isBareLiteral(bytes[index]) { index += 1 }
        return index
    }

    /// The value of `range`, which holds what `endOfBareWord` steps over.
    func bareValue(_ range: Range<Int>, in bytes: Span<UInt8>) throws(MessageFault) -> ValueSlot {
        let start = range.lowerBound
        guard !range.isEmpty else { throw MessageFault("a value is missing", at: start) }
        switch bytes[start] {
        case UInt8(ascii: "n") where isWord("null", range, in: bytes): return .null
        // The first letter is what the type's output function says.
        case UInt8(ascii: "t") where isWord("true", range, in: bytes): return inMessage(start..<(start + 1))
        case UInt8(ascii: "f") where isWord("false", range, in: bytes): return inMessage(start..<(start + 1))
        case UInt8(ascii: "N") where isWord("NaN", range, in: bytes): return inMessage(range)
        case UInt8(ascii: "I") where isWord("Infinity", range, in: bytes): return inMessage(range)
        case UInt8(ascii: "u") where isWord("unchanged-toast-datum", range, in: bytes): return .absent
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"):
            throw MessageFault("a value without quotes is an unknown word", at: start)
        default: return inMessage(range)
        }
    }

    func inMessage(_ range: Range<Int>) -> ValueSlot {
        ValueSlot(range: (messageBase + range.lowerBound)..<(messageBase + range.upperBound))
    }

    private static func isBareLiteral(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    private func isWord(_ word: StaticString, _ range: Range<Int>, in bytes: Span<UInt8>) -> Bool {
        range.count == word.utf8CodeUnitCount && ByteScanning.matches(word, in: bytes, at: range.lowerBound)
    }

    /// The rest of a quoted literal, its `'` and the JSON string's `"`.
    private mutating func readQuoted(in bytes: Span<UInt8>, _ offset: inout Int) throws(MessageFault) -> ValueSlot {
        let start = offset
        offset = Self.endOfPlainRun(in: bytes, from: offset)
        if ByteScanning.skip("'\"", in: bytes, &offset) {
            return inMessage(start..<(offset - 2))
        }
        return try rewriteQuoted(from: start, in: bytes, &offset)
    }

    /// The first byte at or behind `start` that ends a run of plain text: `'`, `"` or a backslash.
    @inline(__always)
    private static func endOfPlainRun(in bytes: Span<UInt8>, from start: Int) -> Int {
        var index = start
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "\"") { break }
            index += 1
        }
        return index
    }

    /// Undoes JSON's escapes and SQL's doubled quotes together, into `unescaped`.
    private mutating func rewriteQuoted(
        from start: Int,
        in bytes: Span<UInt8>,
        _ offset: inout Int
    ) throws(MessageFault) -> ValueSlot {
        let textStart = unescaped.count
        append(bytes, start..<offset)
        while offset < bytes.count {
            switch bytes[offset] {
            case UInt8(ascii: "\\"):
                try JSONString.unescape(in: bytes, &offset, into: &unescaped)
            case UInt8(ascii: "'"):
                if ByteScanning.skip("''", in: bytes, &offset) {
                    unescaped.append(UInt8(ascii: "'"))
                } else {
                    try ByteScanning.expect("'\"", in: bytes, &offset)
                    let base = unescapedBase + textStart
                    return ValueSlot(range: base..<(unescapedBase + unescaped.count))
                }
            case UInt8(ascii: "\""):
                throw MessageFault("a quoted value has no end", at: offset)
            default:
                let runStart = offset
                offset = Self.endOfPlainRun(in: bytes, from: offset)
                append(bytes, runStart..<offset)
            }
        }
        throw MessageFault("a quoted value has no end", at: offset)
    }

    mutating func append(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        bytes.extracting(range).withUnsafeBufferPointer { unescaped.append(contentsOf: $0) }
    }
}
