/// Whole numbers as every server prints them: a minus or none, and digits.
enum WholeNumber {
    static func signed(
        _ text: Span<UInt8>,
        _ range: ClosedRange<Int64>,
        _ clamps: Bool
    ) throws(ValueRefusal) -> Int64 {
        let isNegative = text.count > 0 && text[0] == UInt8(ascii: "-")
        let magnitude = try magnitude(text, from: isNegative ? 1 : 0)
        // The least number's magnitude is one more than the greatest's.
        if let magnitude, magnitude <= UInt64(Int64.max) + (isNegative ? 1 : 0) {
            let value = Int64(truncatingIfNeeded: isNegative ? 0 &- magnitude : magnitude)
            if range.contains(value) { return value }
        }
        guard clamps else { throw ValueRefusal("the number is out of the column's range", .range) }
        return isNegative ? range.lowerBound : range.upperBound
    }

    static func unsigned(
        _ text: Span<UInt8>,
        through maximum: UInt64,
        _ clamps: Bool
    ) throws(ValueRefusal) -> UInt64 {
        let isNegative = text.count > 0 && text[0] == UInt8(ascii: "-")
        let magnitude = try magnitude(text, from: isNegative ? 1 : 0)
        if let magnitude, !isNegative || magnitude == 0, magnitude <= maximum { return magnitude }
        guard clamps else {
            let reason =
                isNegative ? "the number is negative and the column is not" : "the number is out of the column's range"
            throw ValueRefusal(reason, .range)
        }
        return isNegative ? 0 : maximum
    }

    /// nil where it needs more than 64 bits.
    private static func magnitude(_ text: Span<UInt8>, from start: Int) throws(ValueRefusal) -> UInt64? {
        guard start < text.count else { throw ValueRefusal("it is no number") }
        var value: UInt64 = 0
        // 19 digits always fit.
        let safeEnd = min(text.count, start + 19)
        for index in start..<safeEnd { value = value &* 10 &+ UInt64(try digit(text[index])) }
        var overflows = false
        for index in safeEnd..<text.count {
            let (shifted, isTooLarge) = value.multipliedReportingOverflow(by: 10)
            let (sum, isTooLargeInSum) = shifted.addingReportingOverflow(UInt64(try digit(text[index])))
            overflows = overflows || isTooLarge || isTooLargeInSum
            value = sum
        }
        return overflows ? nil : value
    }

    private static func digit(_ byte: UInt8) throws(ValueRefusal) -> UInt8 {
        let digit = byte &- UInt8(ascii: "0")
        guard digit <= 9 else { throw ValueRefusal("it is no whole number") }
        return digit
    }
}
