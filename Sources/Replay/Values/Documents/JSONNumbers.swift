internal import Glibc

/// The numbers of a document, which MySQL's JSON keeps as 64-bit integers and doubles: without a word it gives back
/// `0.12345678901234568` for `0.12345678901234567`, and `0.0` for `1e-400`.
enum JSONNumbers {
    /// Any decimal number of so many digits comes back from a double.
    private static let safeDigits = 15

    static func check(_ document: Span<UInt8>) throws(ValueRefusal) {
        var index = 0
        while index < document.count {
            switch document[index] {
            case UInt8(ascii: "\""): index = endOfString(document, index + 1)
            case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                let end = endOfNumber(document, index)
                guard isKept(document.extracting(index..<end)) else {
                    throw ValueRefusal("a number in it has more digits than MySQL's JSON keeps", .digits)
                }
                index = end
            default: index += 1
            }
        }
    }

    private static func endOfString(_ document: Span<UInt8>, _ start: Int) -> Int {
        var index = start
        while index < document.count, document[index] != UInt8(ascii: "\"") {
            index += document[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        return index + 1
    }

    private static func endOfNumber(_ document: Span<UInt8>, _ start: Int) -> Int {
        var end = start
        while end < document.count {
            switch document[end] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."),
                UInt8(ascii: "e"), UInt8(ascii: "E"):
                end += 1
            default: return end
            }
        }
        return end
    }

    private static func isKept(_ number: Span<UInt8>) -> Bool {
        let isPlain = !number.indices.contains { number[$0] | 0x20 == UInt8(ascii: "e") }
        if isPlain, number.count <= safeDigits { return true }
        let text = String(decoding: number.bytes(), as: UTF8.self)
        if Int64(text) != nil || UInt64(text) != nil { return true }
        guard let double = FloatingNumber.double(number), double.isFinite else { return false }
        if double == 0 { return FloatingNumber.spellsZero(number) }
        let isSafe = FloatingNumber.significantDigits(number) <= safeDigits
        if isSafe, double.magnitude >= Double.leastNormalMagnitude { return true }
        return Significand(number) == Significand(Array(double.description.utf8).span)
    }

    /// A number's digits without zeros at both ends, and the power of ten of the last one.
    private struct Significand: Equatable {
        private var digits: [UInt8] = []
        private var exponent = 0

        init(_ number: Span<UInt8>) {
            var isFraction = false
            var index = 0
            scan: while index < number.count {
                switch number[index] {
                case UInt8(ascii: "0")...UInt8(ascii: "9"):
                    digits.append(number[index])
                    exponent -= isFraction ? 1 : 0
                case UInt8(ascii: "."): isFraction = true
                case UInt8(ascii: "e"), UInt8(ascii: "E"): break scan
                default: break
                }
                index += 1
            }
            let power = String(decoding: number.extracting(min(index + 1, number.count)...).bytes(), as: UTF8.self)
            exponent += Int(power) ?? 0
            while digits.last == UInt8(ascii: "0") {
                digits.removeLast()
                exponent += 1
            }
            digits = Array(digits.drop { $0 == UInt8(ascii: "0") })
        }
    }
}
