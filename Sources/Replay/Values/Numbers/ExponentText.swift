/// Numbers with an exponent, `1.5e+20`, as floating columns of the source print them.
enum ExponentText {
    /// Beyond it no DECIMAL holds a digit.
    private static let exponentMax = 1_000

    /// The same number without the exponent; nil for what is no such number.
    static func plain(_ text: Span<UInt8>) -> [UInt8]? {
        guard let mark = text.indices.first(where: { text[$0] | 0x20 == UInt8(ascii: "e") }),
            let exponent = exponent(text.extracting((mark + 1)...)), abs(exponent) <= exponentMax
        else { return nil }
        let mantissa = text.extracting(..<mark)
        guard let digits = DecimalDigits(mantissa) else { return nil }
        var all = (digits.whole).map { mantissa[$0] } + digits.fraction.map { mantissa[$0] }
        var point = digits.whole.count + exponent
        if point < 0 {
            all.insert(contentsOf: repeatElement(UInt8(ascii: "0"), count: -point), at: 0)
            point = 0
        }
        all += repeatElement(UInt8(ascii: "0"), count: max(0, point - all.count))
        let sign = digits.isNegative ? [UInt8(ascii: "-")] : []
        return sign + all[..<point] + [UInt8(ascii: ".")] + all[point...]
    }

    private static func exponent(_ text: Span<UInt8>) -> Int? {
        let hasSign = text.count > 0 && (text[0] == UInt8(ascii: "-") || text[0] == UInt8(ascii: "+"))
        let digits = text.extracting((hasSign ? 1 : 0)...)
        guard digits.count > 0, digits.count < 10 else { return nil }
        var value = 0
        for index in digits.indices {
            let digit = digits[index] &- UInt8(ascii: "0")
            guard digit <= 9 else { return nil }
            value = value * 10 + Int(digit)
        }
        return hasSign && text[0] == UInt8(ascii: "-") ? -value : value
    }
}
