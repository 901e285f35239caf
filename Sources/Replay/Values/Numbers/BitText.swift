/// Bits as the spool keeps them: `1011`.
enum BitText {
    static func number(
        _ text: Span<UInt8>,
        through maximum: UInt64,
        width: Int?,
        _ clamps: Bool
    ) throws(ValueRefusal) -> UInt64 {
        var value: UInt64 = 0
        var overflows = false
        for index in text.indices {
            let bit = text[index] &- UInt8(ascii: "0")
            guard bit <= 1 else { throw ValueRefusal("it has other letters than 0 and 1") }
            overflows = overflows || value > UInt64.max >> 1
            value = value << 1 | UInt64(bit)
        }
        guard !overflows, value <= maximum else {
            guard clamps else { throw ValueRefusal("it has more bits than the column", .range) }
            return maximum
        }
        if let width, text.count != width, !clamps {
            throw ValueRefusal("it has \(text.count) bits, and the column would give back \(width)", .padding)
        }
        return value
    }

    /// Eight bits a byte, as MySQL itself turns bits into bytes: missing ones are zeros at the front.
    static func bytes(_ text: Span<UInt8>, _ clamps: Bool, to output: inout [UInt8]) throws(ValueRefusal) {
        guard text.count.isMultiple(of: 8) || clamps else {
            throw ValueRefusal("it has \(text.count) bits, which are no whole bytes", .padding)
        }
        var byte: UInt8 = 0
        for index in text.indices {
            let bit = text[index] &- UInt8(ascii: "0")
            guard bit <= 1 else { throw ValueRefusal("it has other letters than 0 and 1") }
            byte = byte << 1 | bit
            if (text.count - index - 1).isMultiple(of: 8) {
                output.append(byte)
                byte = 0
            }
        }
    }
}
