/// Where the digits of an exact number stand in its text: `-12.50`, and `.5` of servers that leave out the zero.
struct DecimalDigits {
    let isNegative: Bool
    /// Without leading zeros.
    let whole: Range<Int>
    /// Without zeros at the end.
    let fraction: Range<Int>
    /// Whether the server would take over the text as it is, up to the fraction's end.
    let isPlain: Bool

    /// nil for anything else, such as `NaN` and numbers with an exponent.
    init?(_ text: Span<UInt8>) {
        isNegative = text.count > 0 && text[0] == UInt8(ascii: "-")
        let start = isNegative ? 1 : 0
        let wholeEnd = Self.endOfDigits(text, start)
        var fractionStart = wholeEnd
        var end = wholeEnd
        if wholeEnd < text.count, text[wholeEnd] == UInt8(ascii: ".") {
            fractionStart = wholeEnd + 1
            end = Self.endOfDigits(text, fractionStart)
        }
        guard end == text.count, wholeEnd - start + end - fractionStart > 0 else { return nil }
        while end > fractionStart, text[end - 1] == UInt8(ascii: "0") { end -= 1 }
        fraction = fractionStart..<end
        var first = start
        while first < wholeEnd, text[first] == UInt8(ascii: "0") { first += 1 }
        whole = first..<wholeEnd
        isPlain = wholeEnd > start && first - start <= 1
    }

    var isZero: Bool { whole.isEmpty && fraction.isEmpty }

    /// Where the text may end, zeros at the fraction's end left out.
    var end: Int { fraction.isEmpty ? whole.upperBound : fraction.upperBound }

    private static func endOfDigits(_ text: Span<UInt8>, _ start: Int) -> Int {
        var end = start
        while end < text.count, text[end] &- UInt8(ascii: "0") <= 9 { end += 1 }
        return end
    }

    /// Writes the number as `-0.5`: one zero where there is no whole digit.
    func write(_ text: Span<UInt8>, to output: inout [UInt8]) {
        if isNegative { output.append(UInt8(ascii: "-")) }
        if whole.isEmpty { output.append(UInt8(ascii: "0")) }
        for index in whole { output.append(text[index]) }
        guard !fraction.isEmpty else { return }
        output.append(UInt8(ascii: "."))
        for index in fraction { output.append(text[index]) }
    }

    /// Writes the number rounded to `scale` digits after the point, halves away from zero, as the servers round.
    func write(_ text: Span<UInt8>, roundedTo scale: Int, to output: inout [UInt8]) {
        var digits: [UInt8] = [0]
        for index in whole { digits.append(text[index] - UInt8(ascii: "0")) }
        let kept = min(scale, fraction.count)
        for index in fraction.prefix(kept) { digits.append(text[index] - UInt8(ascii: "0")) }
        if kept < fraction.count, text[fraction.lowerBound + kept] >= UInt8(ascii: "5") { Self.increment(&digits) }
        if isNegative, digits.contains(where: { $0 != 0 }) { output.append(UInt8(ascii: "-")) }
        let wholeDigits = digits.dropLast(kept).drop { $0 == 0 }
        output += wholeDigits.isEmpty ? [UInt8(ascii: "0")] : wholeDigits.map { $0 + UInt8(ascii: "0") }
        guard kept > 0 else { return }
        output.append(UInt8(ascii: "."))
        output += digits.suffix(kept).map { $0 + UInt8(ascii: "0") }
    }

    private static func increment(_ digits: inout [UInt8]) {
        var place = digits.count - 1
        while place >= 0, digits[place] == 9 {
            digits[place] = 0
            place -= 1
        }
        // There is a zero before them all.
        digits[place] += 1
    }
}
