internal import ChangeModel
internal import TestSupport

/// Random values as the source prints them, each with what the target must show for it. No code of the encoder is used.
struct RandomValue {
    let source: String
    /// What the target's column shows, read as the property says.
    let target: String

    init(_ source: String, _ target: String) {
        self.source = source
        self.target = target
    }

    init(_ text: String) {
        self.init(text, text)
    }

    /// Often one of the ends.
    static func integer(_ range: ClosedRange<Int64>, _ random: inout SeededGenerator) -> RandomValue {
        let ends = [range.lowerBound, range.upperBound, 0, 1].filter(range.contains)
        let number =
            Bool.random(using: &random)
            ? Int64.random(in: range, using: &random) : ends.randomElement(using: &random) ?? 0
        return RandomValue(String(number))
    }

    static func unsigned(_ maximum: UInt64, _ random: inout SeededGenerator) -> RandomValue {
        let number =
            Bool.random(using: &random)
            ? UInt64.random(in: 0...maximum, using: &random) : [0, 1, maximum].randomElement(using: &random) ?? 0
        return RandomValue(String(number))
    }

    static func digits(_ count: ClosedRange<Int>, _ random: inout SeededGenerator) -> String {
        let length = Int.random(in: count, using: &random)
        return String((0..<length).map { _ in "0123456789".randomElement(using: &random) ?? "0" })
    }

    /// Up to so many digits before and after the point; the zero before the point is left out, as the A mode leaves it out.
    static func decimal(_ whole: Int, _ scale: Int, _ random: inout SeededGenerator) -> RandomValue {
        let wholeDigits = String(digits(0...whole, &random).drop { $0 == "0" })
        let fraction = digits((wholeDigits.isEmpty ? 1 : 0)...scale, &random)
        let isZero = (wholeDigits + fraction).allSatisfy { $0 == "0" }
        let sign = Bool.random(using: &random) && !isZero ? "-" : ""
        let padded = fraction + String(repeating: "0", count: scale - fraction.count)
        return RandomValue(
            sign + wholeDigits + (fraction.isEmpty ? "" : "." + fraction),
            sign + (wholeDigits.isEmpty ? "0" : wholeDigits) + "." + padded
        )
    }

    static func double(_ random: inout SeededGenerator) -> RandomValue {
        var number = Double.nan
        while !number.isFinite { number = Double(bitPattern: random.next()) }
        if Int.random(in: 0..<4, using: &random) == 0 {
            number = Double(Int.random(in: -1_000_000...1_000_000, using: &random)) / 1_000
        }
        return RandomValue(withoutZero(number.description), number.description)
    }

    static func float(_ random: inout SeededGenerator) -> RandomValue {
        var number = Float.nan
        while !number.isFinite { number = Float(bitPattern: UInt32(truncatingIfNeeded: random.next())) }
        return RandomValue(withoutZero(number.description), number.description)
    }

    private static func withoutZero(_ text: String) -> String {
        text.hasPrefix("0.") ? String(text.dropFirst()) : text.hasPrefix("-0.") ? "-" + text.dropFirst(2) : text
    }

    static func bits(_ count: Int, _ random: inout SeededGenerator) -> String {
        String((0..<count).map { _ in Bool.random(using: &random) ? "1" : "0" })
    }

    /// Any characters of some blocks, blanks and quotes often among them.
    static func text(_ count: ClosedRange<Int>, _ blocks: [ClosedRange<UInt32>], _ random: inout SeededGenerator)
        -> String
    {
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: count, using: &random) {
            if Int.random(in: 0..<5, using: &random) == 0 {
                text.append(" '\"\\\0\n%".unicodeScalars.randomElement(using: &random) ?? " ")
            } else if let block = blocks.randomElement(using: &random) {
                text.append(Unicode.Scalar(UInt32.random(in: block, using: &random)) ?? "?")
            }
        }
        return String(text)
    }

    static let anyCharacter: [ClosedRange<UInt32>] = [
        0...0x7F, 0x80...0x7FF, 0x800...0xD7FF, 0xE000...0xFFFF, 0x10000...0x10FFFF,
    ]
    static let basicPlane = Array(anyCharacter.dropLast())

    static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined()
    }

    static func bytes(_ count: ClosedRange<Int>, _ random: inout SeededGenerator) -> [UInt8] {
        (0..<Int.random(in: count, using: &random)).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    }

    /// A moment between two years in UTC, with digits of a second's fraction that are a multiple of `step` microseconds.
    static func moment(_ years: ClosedRange<Int>, step: Int64, _ random: inout SeededGenerator) -> CommitTime {
        let first = Int64(CivilDate(year: years.lowerBound, month: 1, day: 2).daysSinceEpoch)
        let last = Int64(CivilDate(year: years.upperBound, month: 12, day: 30).daysSinceEpoch)
        let microseconds = Int64.random(in: (first * 86_400_000_000)...(last * 86_400_000_000), using: &random)
        return CommitTime(microsecondsSinceEpoch: microseconds - (microseconds % step + step) % step)
    }

    /// As the source prints it without an offset: zeros at the end of the fraction left out.
    static func plain(_ time: CommitTime) -> String { String(time.description.dropLast(3)) }

    /// As a column with that many digits shows it.
    static func padded(_ time: CommitTime, _ precision: Int) -> String {
        let parts = plain(time).split(separator: ".")
        guard precision > 0 else { return String(parts[0]) }
        let fraction = parts.count == 2 ? String(parts[1]) : ""
        return parts[0] + "." + fraction + String(repeating: "0", count: precision - fraction.count)
    }

    /// The moment at some offset.
    static func zoned(_ time: CommitTime, _ random: inout SeededGenerator) -> String {
        let minutes = Bool.random(using: &random) ? 0 : Int64.random(in: -14 * 60...14 * 60, using: &random)
        let local = CommitTime(microsecondsSinceEpoch: time.microsecondsSinceEpoch + minutes * 60_000_000)
        let two = { (number: Int64) in (number < 10 ? "0" : "") + String(number) }
        let rest = abs(minutes) % 60 == 0 ? "" : ":" + two(abs(minutes) % 60)
        return plain(local) + (minutes < 0 ? "-" : "+") + two(abs(minutes) / 60) + rest
    }

    /// A time within 838 hours of both signs.
    static func time(_ random: inout SeededGenerator) -> RandomValue {
        let hours = Int.random(in: 0...837, using: &random)
        let two = { (number: Int) in (number < 10 ? "0" : "") + String(number) }
        let clock = [hours, Int.random(in: 0...59, using: &random), Int.random(in: 0...59, using: &random)].map(two)
            .joined(separator: ":")
        var fraction = Bool.random(using: &random) ? digits(6...6, &random) : "000000"
        let isZero = clock == "00:00:00" && fraction == "000000"
        let sign = Bool.random(using: &random) && !isZero ? "-" : ""
        let target = sign + clock + "." + fraction
        while fraction.hasSuffix("0") { fraction.removeLast() }
        return RandomValue(sign + clock + (fraction.isEmpty ? "" : "." + fraction), target)
    }

    /// Of a version below 8: MariaDB's type does not have all of the others.
    static func uuid(_ random: inout SeededGenerator) -> String {
        var bytes = bytes(16...16, &random)
        bytes[6] &= 0x7F
        let digits = hexadecimal(bytes).lowercased()
        let ends = [8, 12, 16, 20, 32]
        return zip([0] + ends, ends).map { String(Array(digits)[$0..<$1]) }.joined(separator: "-")
    }

    /// A coordinate and its eight bytes.
    static func coordinate(_ random: inout SeededGenerator) -> (text: String, bytes: [UInt8]) {
        let number = Double(source: double(&random).target)
        return (number.description, (0..<8).map { UInt8(truncatingIfNeeded: number.bitPattern >> (8 * $0)) })
    }
}

extension Double {
    fileprivate init(source: String) { self = Double(source) ?? 0 }
}
