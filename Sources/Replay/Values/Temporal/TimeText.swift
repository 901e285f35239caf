/// Times of day and pure times of an interval: `23:59:59.5`, `-838:59:59`, `1000000:00:00`.
struct TimeText {
    let isNegative: Bool
    /// Whole seconds; what is beyond counting is the most there is.
    let seconds: Int
    /// Where the digits of the fraction stand, zeros at the end left out.
    let fraction: Range<Int>

    /// nil for what is no such time, such as an interval with days.
    init?(_ text: Span<UInt8>) {
        isNegative = text.count > 0 && text[0] == UInt8(ascii: "-")
        var parts = [0]
        var digits = 0
        var index = isNegative ? 1 : 0
        while index < text.count, text[index] != UInt8(ascii: ".") {
            let digit = text[index] &- UInt8(ascii: "0")
            if text[index] == UInt8(ascii: ":"), digits > 0 {
                parts.append(0)
                digits = 0
            } else if digit <= 9, digits < 15 {
                parts[parts.count - 1] = parts[parts.count - 1] * 10 + Int(digit)
                digits += 1
            } else {
                return nil
            }
            index += 1
        }
        guard parts.count == 3, digits == 2, parts[1] < 60, parts[2] <= 60 else { return nil }
        seconds = min(parts[0], 1 << 40) * 3_600 + parts[1] * 60 + parts[2]
        let start = min(index + 1, text.count)
        for place in start..<text.count where text[place] &- UInt8(ascii: "0") > 9 { return nil }
        fraction = start..<Self.endWithoutZeros(text, start)
    }

    /// Zeros at the end of a fraction say nothing.
    static func endWithoutZeros(_ text: Span<UInt8>, _ start: Int) -> Int {
        var end = text.count
        while end > start, text[end - 1] == UInt8(ascii: "0") { end -= 1 }
        return end
    }

    /// Whether a TIME column reaches so far.
    var isInRange: Bool { seconds < Self.secondsMax || seconds == Self.secondsMax && fraction.isEmpty }

    private static let secondsMax = 838 * 3_600 + 59 * 60 + 59
}
