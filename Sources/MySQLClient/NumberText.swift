/// Numbers as both servers read them back to the same bits, in literals and in fields.
enum NumberText {
    /// 20 digits: the longest number of 64 bits.
    private typealias Digits = InlineArray<20, UInt8>

    static func append(_ number: UInt64, to bytes: inout [UInt8]) {
        var digits = Digits(repeating: 0)
        var start = 20
        var rest = number
        repeat {
            start -= 1
            digits[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        } while rest > 0
        digits.span.extracting(start..<20).withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
    }

    static func append(_ number: Int64, to bytes: inout [UInt8]) {
        if number < 0 { bytes.append(UInt8(ascii: "-")) }
        append(number.magnitude, to: &bytes)
    }

    /// The fewest digits that are this number and no other, with an exponent: without one, a literal would be a DECIMAL.
    ///
    /// A text of more than 15 characters is an allocation, the only one of all values.
    static func append(_ number: Double, to bytes: inout [UInt8]) {
        precondition(number.isFinite, "the servers have neither NaN nor infinity")
        var hasExponent = false
        for byte in number.description.utf8 {
            hasExponent = hasExponent || byte == UInt8(ascii: "e")
            bytes.append(byte)
        }
        if !hasExponent {
            bytes.append(UInt8(ascii: "e"))
            bytes.append(UInt8(ascii: "0"))
        }
    }
}
