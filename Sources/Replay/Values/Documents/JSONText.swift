/// Writes values as JSON.
enum JSONText {
    static func append(string text: some Sequence<UInt8>, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\""))
        for byte in text {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                output.append(UInt8(ascii: "\\"))
                output.append(byte)
            case 0..<0x20:
                output += Array("\\u00".utf8)
                output.append(hexadecimal(byte >> 4))
                output.append(hexadecimal(byte & 15))
            default: output.append(byte)
            }
        }
        output.append(UInt8(ascii: "\""))
    }

    private static func hexadecimal(_ digit: UInt8) -> UInt8 {
        digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
    }

    static func append(
        _ text: [UInt8],
        as element: JSONElement,
        to output: inout [UInt8]
    ) throws(ValueRefusal) {
        switch element {
        case .string, .box: append(string: text, to: &output)
        case .document: output += text
        case .number: try append(number: text.span, to: &output)
        case .boolean:
            let isTrue = text == [UInt8(ascii: "t")] || text == [UInt8(ascii: "1")]
            output += Array((isTrue ? "true" : "false").utf8)
        }
    }

    /// JSON wants a digit before the point, and has no NaN.
    private static func append(number: Span<UInt8>, to output: inout [UInt8]) throws(ValueRefusal) {
        if let special = SpecialNumber(number) { throw special.refusal }
        guard FloatingNumber.double(number) != nil else { throw ValueRefusal("it has an element that is no number") }
        let isNegative = number[0] == UInt8(ascii: "-")
        let digits = number.extracting((isNegative ? 1 : 0)...)
        if isNegative { output.append(UInt8(ascii: "-")) }
        if digits.starts(with: ".") { output.append(UInt8(ascii: "0")) }
        output += digits.bytes()
    }
}
