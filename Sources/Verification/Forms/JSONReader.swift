/// Reads a JSON document and writes its normal form.
struct JSONReader {
    /// MySQL takes 100 levels; more than this is not followed, so that no document can exhaust the stack.
    private static let depthLimit = 512
    private let bytes: [UInt8]
    private var place = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// nil where the bytes are no document.
    mutating func document() -> String? {
        guard let value = value(depth: 0) else { return nil }
        skipBlanks()
        return place == bytes.count ? value : nil
    }

    private var byte: UInt8? { place < bytes.count ? bytes[place] : nil }

    private mutating func skipBlanks() {
        while let byte, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { place += 1 }
    }

    private mutating func take(_ wanted: Unicode.Scalar) -> Bool {
        skipBlanks()
        guard byte == UInt8(ascii: wanted) else { return false }
        place += 1
        return true
    }

    private mutating func take(word: String) -> Bool {
        let word = Array(word.utf8)
        guard bytes[place...].starts(with: word) else { return false }
        place += word.count
        return true
    }

    private mutating func value(depth: Int) -> String? {
        guard depth < Self.depthLimit else { return nil }
        skipBlanks()
        switch byte {
        case UInt8(ascii: "{"): return object(depth)
        case UInt8(ascii: "["): return array(depth)
        case UInt8(ascii: "\""): return string().map { Self.quoted($0) }
        case UInt8(ascii: "t"): return take(word: "true") ? "true" : nil
        case UInt8(ascii: "f"): return take(word: "false") ? "false" : nil
        case UInt8(ascii: "n"): return take(word: "null") ? "null" : nil
        default: return number()
        }
    }

    private mutating func array(_ depth: Int) -> String? {
        place += 1
        var items: [String] = []
        if take("]") { return "[]" }
        repeat {
            guard let item = value(depth: depth + 1) else { return nil }
            items.append(item)
        } while take(",")
        return take("]") ? "[" + items.joined(separator: ",") + "]" : nil
    }

    /// Of equal keys the last one counts, as in both servers' binary forms.
    private mutating func object(_ depth: Int) -> String? {
        place += 1
        var members: [String: String] = [:]
        if take("}") { return "{}" }
        repeat {
            skipBlanks()
            guard let key = string(), take(":"), let value = value(depth: depth + 1) else { return nil }
            members[Self.quoted(key)] = value
        } while take(",")
        guard take("}") else { return nil }
        // Quoted keys are ASCII, whose order of characters is the order of their bytes.
        return "{" + members.sorted { $0.key < $1.key }.map { $0.key + ":" + $0.value }.joined(separator: ",") + "}"
    }

    private mutating func number() -> String? {
        let start = place
        while let byte, (0x30...0x39).contains(byte) || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains(byte) { place += 1 }
        return JSONNumber.normalized(bytes[start..<place])
    }

    /// The text between the quotes, escapes undone; a lone half of a surrogate pair becomes the replacement character.
    private mutating func string() -> String.UnicodeScalarView? {
        guard byte == UInt8(ascii: "\"") else { return nil }
        place += 1
        var units: [UInt8] = []
        while let byte, byte != UInt8(ascii: "\"") {
            place += 1
            guard byte == UInt8(ascii: "\\") else {
                units.append(byte)
                continue
            }
            guard let escaped = escape() else { return nil }
            units.append(contentsOf: escaped)
        }
        guard byte != nil else { return nil }
        place += 1
        return String(decoding: units, as: UTF8.self).unicodeScalars
    }

    private mutating func escape() -> [UInt8]? {
        guard let letter = byte else { return nil }
        place += 1
        switch letter {
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "u"): return character()
        default: return [UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/")].contains(letter) ? [letter] : nil
        }
    }

    private mutating func character() -> [UInt8]? {
        guard let first = codeUnit() else { return nil }
        var units = [first]
        if (0xD800...0xDBFF).contains(first), take(word: "\\u") {
            guard let second = codeUnit() else { return nil }
            units.append(second)
        }
        return Array(String(decoding: units, as: UTF16.self).utf8)
    }

    private mutating func codeUnit() -> UInt16? {
        guard place + 4 <= bytes.count else { return nil }
        defer { place += 4 }
        return UInt16(String(decoding: bytes[place..<(place + 4)], as: UTF8.self), radix: 16)
    }

    /// In quotes, with everything but plain ASCII as its number.
    static func quoted(_ scalars: String.UnicodeScalarView) -> String {
        var text = "\""
        for scalar in scalars {
            let isPlain = (0x20...0x7E).contains(scalar.value) && scalar != "\"" && scalar != "\\"
            text += isPlain ? String(scalar) : "\\u{" + String(scalar.value, radix: 16) + "}"
        }
        return text + "\""
    }
}
