/// Ranges as the source spells them: `[1,10)`, `(,5)`, `["2024-01-01 00:00:00",)`, `empty`.
enum RangeLiteral {
    private static let malformed = ValueRefusal("it is no range")

    /// `{"lower":1,"upper":10,"bounds":"[)"}`; null for an end that is open, and `{"empty":true}`.
    static func json(_ text: Span<UInt8>, _ element: JSONElement, to output: inout [UInt8]) throws(ValueRefusal) {
        if text.equals("empty") {
            output += Array(#"{"empty":true}"#.utf8)
            return
        }
        guard text.count >= 3, "[(".utf8.contains(text[0]), "])".utf8.contains(text[text.count - 1]) else {
            throw malformed
        }
        let ends = try ends(text.extracting(1..<(text.count - 1)))
        output += Array(#"{"lower":"#.utf8)
        try append(ends.lower, element, to: &output)
        output += Array(#","upper":"#.utf8)
        try append(ends.upper, element, to: &output)
        output += Array(#","bounds":""#.utf8) + [text[0], text[text.count - 1]] + Array(#""}"#.utf8)
    }

    private static func append(
        _ end: [UInt8]?,
        _ element: JSONElement,
        to output: inout [UInt8]
    ) throws(ValueRefusal) {
        guard let end else { return output += Array("null".utf8) }
        try JSONText.append(end, as: element, to: &output)
    }

    private static func ends(_ text: Span<UInt8>) throws(ValueRefusal) -> (lower: [UInt8]?, upper: [UInt8]?) {
        var ends: [[UInt8]?] = [nil]
        var isQuoted = false
        var index = 0
        while index < text.count {
            let byte = text[index]
            index += 1
            if byte == UInt8(ascii: "\"") {
                let isDoubled = isQuoted && index < text.count && text[index] == UInt8(ascii: "\"")
                if !isDoubled {
                    isQuoted.toggle()
                    ends[ends.count - 1] = ends[ends.count - 1] ?? []
                    continue
                }
                index += 1
                ends[ends.count - 1]?.append(byte)
            } else if byte == UInt8(ascii: ","), !isQuoted {
                ends.append(nil)
            } else {
                let isEscape = byte == UInt8(ascii: "\\") && index < text.count
                ends[ends.count - 1] = (ends[ends.count - 1] ?? []) + [isEscape ? text[index] : byte]
                index += isEscape ? 1 : 0
            }
        }
        guard ends.count == 2, !isQuoted else { throw malformed }
        return (ends[0], ends[1])
    }

    /// The type of a range's ends, by the range's name.
    static func element(_ typeName: String) -> JSONElement {
        switch typeName {
        case "int4range", "int8range", "numrange": .number
        default: .string
        }
    }
}
