/// Which texts a server takes over exactly as a bound decimal.
///
/// Decimals must be bound as decimals: compared with a text, MariaDB turns both into doubles in an IN list and finds
/// rows that only look alike. But a bound decimal is parsed without complaint: `12abc` becomes 12, `NaN` becomes 0, and
/// digits that do not fit are dropped, all without a warning and in strict mode. So whatever is not exact has to be
/// refused before it is bound.
package enum DecimalText {
    /// Both servers keep nine words of nine digits; whole part and fraction each begin a word of their own.
    @usableFromInline static let wordDigits = 9
    @usableFromInline static let wordsMaximum = 9

    /// True for a sign or none, digits, and a fraction or none, when no digit other than a trailing zero is lost.
    @inlinable
    package static func isExact(_ text: Span<UInt8>) -> Bool {
        let hasSign = text.count > 0 && (text[0] == UInt8(ascii: "-") || text[0] == UInt8(ascii: "+"))
        let wholeStart = hasSign ? 1 : 0
        let wholeEnd = endOfDigits(text, from: wholeStart)
        guard wholeEnd > wholeStart else { return false }
        var fractionDigits = 0
        if wholeEnd < text.count {
            guard text[wholeEnd] == UInt8(ascii: "."), wholeEnd + 1 < text.count,
                endOfDigits(text, from: wholeEnd + 1) == text.count
            else { return false }
            fractionDigits = text.count - wholeEnd - 1
            while fractionDigits > 0, text[wholeEnd + fractionDigits] == UInt8(ascii: "0") { fractionDigits -= 1 }
        }
        return words(wholeEnd - wholeStart) + words(fractionDigits) <= wordsMaximum
    }

    @inlinable
    static func endOfDigits(_ text: Span<UInt8>, from start: Int) -> Int {
        var end = start
        while end < text.count, text[end] >= UInt8(ascii: "0"), text[end] <= UInt8(ascii: "9") { end += 1 }
        return end
    }

    @inlinable
    static func words(_ digits: Int) -> Int { (digits + wordDigits - 1) / wordDigits }
}
