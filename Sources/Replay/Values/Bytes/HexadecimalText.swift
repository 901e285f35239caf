/// Bytes as the source spells them: `\x00ff` for bytea, binary and varbinary, `00FF` for blobs and raw.
enum HexadecimalText {
    static func bytes(_ text: Span<UInt8>, isPrefixed: Bool, to output: inout [UInt8]) throws(ValueRefusal) {
        let hasPrefix = text.starts(with: "\\x")
        guard hasPrefix || !isPrefixed else {
            throw ValueRefusal("it is not in the form \\x…; set bytea_output to hex on the source")
        }
        guard text.count.isMultiple(of: 2) else { throw ValueRefusal("it has half a byte at its end") }
        let digits = text.extracting((hasPrefix ? 2 : 0)...)
        let start = output.count
        output.append(contentsOf: repeatElement(0, count: digits.count / 2))
        var faults: UInt8 = 0
        var bytes = output.mutableSpan
        for index in 0..<(digits.count / 2) {
            let high = value(digits[2 * index])
            let low = value(digits[2 * index + 1])
            faults |= high | low
            bytes[start + index] = high << 4 | low & 15
        }
        guard faults < 16 else { throw ValueRefusal("it has a letter that is not hexadecimal") }
    }

    /// What a letter stands for; 255 for one that stands for nothing.
    @inline(__always)
    static func value(_ letter: UInt8) -> UInt8 {
        let digit = letter &- UInt8(ascii: "0")
        if digit <= 9 { return digit }
        let beyondNine = (letter | 0x20) &- UInt8(ascii: "a")
        return beyondNine <= 5 ? beyondNine + 10 : 255
    }
}
