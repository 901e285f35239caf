/// Reads the JSON strings that cJSON writes: `\" \\ \/ \b \f \n \r \t \uXXXX`, everything else raw.
enum JSONString {
    /// Reads a string, quotes included, and returns its bytes with the escapes undone.
    static func read(in bytes: Span<UInt8>, _ offset: inout Int) throws(MessageFault) -> [UInt8] {
        try ByteScanning.expect("\"", in: bytes, &offset)
        var text: [UInt8] = []
        while offset < bytes.count {
            let byte = bytes[offset]
            if byte == UInt8(ascii: "\"") {
                offset += 1
                return text
            }
            if byte == UInt8(ascii: "\\") {
                try unescape(in: bytes, &offset, into: &text)
            } else {
                text.append(byte)
                offset += 1
            }
        }
        throw MessageFault("a string has no end", at: offset)
    }

    /// Reads `[` strings `]`.
    static func readArray(in bytes: Span<UInt8>, _ offset: inout Int) throws(MessageFault) -> [[UInt8]] {
        try ByteScanning.expect("[", in: bytes, &offset)
        var strings: [[UInt8]] = []
        if ByteScanning.skip("]", in: bytes, &offset) { return strings }
        repeat {
            strings.append(try read(in: bytes, &offset))
        } while ByteScanning.skip(",", in: bytes, &offset)
        try ByteScanning.expect("]", in: bytes, &offset)
        return strings
    }

    /// Undoes the escape at `offset` (a backslash) into `text`.
    static func unescape(
        in bytes: Span<UInt8>,
        _ offset: inout Int,
        into text: inout [UInt8]
    ) throws(MessageFault) {
        guard offset + 1 < bytes.count else { throw MessageFault("an escape has no end", at: offset) }
        switch bytes[offset + 1] {
        case UInt8(ascii: "\""): text.append(UInt8(ascii: "\""))
        case UInt8(ascii: "\\"): text.append(UInt8(ascii: "\\"))
        case UInt8(ascii: "/"): text.append(UInt8(ascii: "/"))
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            try unescapeUnicode(in: bytes, offset, into: &text)
            offset += 4
        default: throw MessageFault("an escape is unknown", at: offset)
        }
        offset += 2
    }

    /// cJSON writes `\u` only for control characters; a surrogate can therefore be nothing but a fault.
    private static func unescapeUnicode(
        in bytes: Span<UInt8>,
        _ start: Int,
        into text: inout [UInt8]
    ) throws(MessageFault) {
        guard start + 6 <= bytes.count else { throw MessageFault("an escape has no end", at: start) }
        var number: UInt32 = 0
        for index in (start + 2)..<(start + 6) {
            guard let digit = hexadecimalDigit(bytes[index]) else {
                throw MessageFault("an escape is not hexadecimal", at: start)
            }
            number = number << 4 | UInt32(digit)
        }
        guard let scalar = Unicode.Scalar(number) else {
            throw MessageFault("an escape is half a character", at: start)
        }
        text.append(contentsOf: Array(String(Character(scalar)).utf8))
    }

    private static func hexadecimalDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
