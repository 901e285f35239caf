/// The one way to write a number of a JSON document.
///
/// A server that keeps documents in binary form holds whole numbers of 64 bits exactly and all others as 64-bit floating numbers; where more
/// digits than such a number keeps are written, the nearest one is meant.
enum JSONNumber {
    private static let exactDigits = 15
    private static let exponentLimit = 10_000

    /// nil for what is no number.
    static func normalized(_ text: ArraySlice<UInt8>) -> String? {
        guard let exact = Decimal(text) else { return nil }
        let isWhole64 = !text.contains { [0x2E, 0x45, 0x65].contains($0) } && exact.isWithin64Bits
        if exact.digits.count <= exactDigits || isWhole64 { return exact.text }
        guard let nearest = Double(String(decoding: text, as: UTF8.self)), nearest.isFinite else { return exact.text }
        return Decimal(Array("\(nearest)".utf8)[...])?.text ?? exact.text
    }

    /// digits × 10^exponent, without zeros at either end.
    private struct Decimal {
        let isNegative: Bool
        let digits: [UInt8]
        let exponent: Int

        init?(_ text: ArraySlice<UInt8>) {
            var rest = text
            let isNegative = rest.first == UInt8(ascii: "-")
            if isNegative { rest.removeFirst() }
            let mantissa = rest.prefix { $0 != UInt8(ascii: "e") && $0 != UInt8(ascii: "E") }
            var exponent = 0
            if mantissa.count < rest.count {
                let written = String(decoding: rest.dropFirst(mantissa.count + 1), as: UTF8.self)
                guard let value = Int(written), abs(value) < exponentLimit else { return nil }
                exponent = value
            }
            let parts = mantissa.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            guard (1...2).contains(parts.count), !mantissa.isEmpty,
                parts.allSatisfy({ $0.allSatisfy { (0x30...0x39).contains($0) } })
            else { return nil }
            var digits = Array(parts.joined())
            if parts.count == 2 { exponent -= parts[1].count }
            while digits.last == UInt8(ascii: "0") {
                digits.removeLast()
                exponent += 1
            }
            digits = Array(digits.drop { $0 == UInt8(ascii: "0") })
            self.digits = digits
            self.exponent = digits.isEmpty ? 0 : exponent
            self.isNegative = isNegative && !digits.isEmpty
        }

        var text: String {
            digits.isEmpty ? "0" : (isNegative ? "-" : "") + String(decoding: digits, as: UTF8.self) + "e\(exponent)"
        }

        var isWithin64Bits: Bool {
            guard exponent >= 0, digits.count + exponent <= 20 else { return digits.isEmpty }
            let whole = String(decoding: digits, as: UTF8.self) + String(repeating: "0", count: exponent)
            return isNegative ? Int64("-" + whole) != nil : UInt64(whole) != nil
        }
    }
}
