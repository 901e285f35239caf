/// Arrays as the source spells them, `{1,NULL,"a \"b\""}`, `{{1,2},{3,4}}`, `[0:1]={5,6}`.
struct ArrayLiteral {
    /// The source allows six dimensions.
    private static let dimensionsMax = 6
    private static let malformed = ValueRefusal("it is no array")

    private let bytes: [UInt8]
    private let element: JSONElement
    private let separator: UInt8
    private var index = 0

    /// Writes the array as JSON. Bounds other than the usual have no place there; with `dropsBounds` they are left out.
    static func json(
        _ text: Span<UInt8>,
        _ element: JSONElement,
        dropsBounds: Bool,
        to output: inout [UInt8]
    ) throws(ValueRefusal) {
        var literal = ArrayLiteral(bytes: text.bytes(), element: element)
        if literal.bytes.first == UInt8(ascii: "[") {
            guard dropsBounds else { throw ValueRefusal("JSON has no place for an array's bounds", .bounds) }
            literal.index = (literal.bytes.firstIndex(of: UInt8(ascii: "=")) ?? literal.bytes.count - 1) + 1
        }
        try literal.appendArray(dimension: 1, to: &output)
        guard literal.index == literal.bytes.count else { throw malformed }
    }

    private init(bytes: [UInt8], element: JSONElement) {
        self.bytes = bytes
        self.element = element
        separator = UInt8(ascii: element == .box ? ";" : ",")
    }

    private mutating func next() throws(ValueRefusal) -> UInt8 {
        guard index < bytes.count else { throw Self.malformed }
        defer { index += 1 }
        return bytes[index]
    }

    private mutating func appendArray(dimension: Int, to output: inout [UInt8]) throws(ValueRefusal) {
        guard try next() == UInt8(ascii: "{"), dimension <= Self.dimensionsMax else { throw Self.malformed }
        output.append(UInt8(ascii: "["))
        var isFirst = true
        while true {
            guard index < bytes.count else { throw Self.malformed }
            if bytes[index] == UInt8(ascii: "}") { break }
            if !isFirst { output.append(UInt8(ascii: ",")) }
            isFirst = false
            if bytes[index] == UInt8(ascii: "{") {
                try appendArray(dimension: dimension + 1, to: &output)
            } else {
                try appendElement(to: &output)
            }
            if index < bytes.count, bytes[index] == separator { index += 1 }
        }
        index += 1
        output.append(UInt8(ascii: "]"))
    }

    private mutating func appendElement(to output: inout [UInt8]) throws(ValueRefusal) {
        var text: [UInt8] = []
        if bytes[index] == UInt8(ascii: "\"") {
            index += 1
            var byte = try next()
            while byte != UInt8(ascii: "\"") {
                text.append(byte == UInt8(ascii: "\\") ? try next() : byte)
                byte = try next()
            }
            return try JSONText.append(text, as: element, to: &output)
        }
        while index < bytes.count, bytes[index] != separator, bytes[index] != UInt8(ascii: "}") {
            text.append(bytes[index])
            index += 1
        }
        guard !text.isEmpty else { throw Self.malformed }
        if text == Array("NULL".utf8) {
            output += Array("null".utf8)
        } else {
            try JSONText.append(text, as: element, to: &output)
        }
    }
}
