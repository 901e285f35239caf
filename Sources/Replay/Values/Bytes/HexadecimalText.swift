/// Bytes as the source spells them: `\x00ff` for bytea, binary and varbinary, `00FF` for blobs and raw.
enum HexadecimalText {
    static func bytes(_ text: Span<UInt8>, isPrefixed: Bool, to output: inout [UInt8]) throws(ValueRefusal) {
        let hasPrefix = text.starts(with: "\\x")
        guard hasPrefix || !isPrefixed else {
            throw ValueRefusal("it is not in the form \\x…; set bytea_output to hex on the source")
        }
        guard text.count.isMultiple(of: 2) else { throw ValueRefusal("it has half a byte at its end") }
        var index = hasPrefix ? 2 : 0
        output.reserveCapacity(text.count / 2)
        while index < text.count {
            let high = digits[Int(text[index])]
            let low = digits[Int(text[index + 1])]
            guard high | low < 16 else { throw ValueRefusal("it has a letter that is not hexadecimal") }
            output.append(high << 4 | low)
            index += 2
        }
    }

    /// What a letter stands for; 255 for one that stands for nothing.
    private static let digits: [UInt8] = (UInt8.min...UInt8.max).map { byte in
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: 255
        }
    }
}
