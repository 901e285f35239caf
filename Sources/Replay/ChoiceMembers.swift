/// The words of an ENUM or SET column, and which texts it keeps as they are.
///
/// The server itself is no judge: even in strict mode it takes `y` for `Y`, `x ` for `x` and `2` for the second word, without a warning.
struct ChoiceMembers: Equatable, Sendable {
    private let words: [[UInt8]]
    private let isSet: Bool

    /// Reads `enum('a','it''s')` or `set(…)`; nil for anything else, and where a word has a backslash, which not all servers spell alike.
    init?(columnType: String) {
        let bytes = Array(columnType.utf8)
        guard let open = bytes.firstIndex(of: UInt8(ascii: "(")), bytes.last == UInt8(ascii: ")"),
            !bytes.contains(UInt8(ascii: "\\"))
        else { return nil }
        switch String(decoding: bytes[..<open], as: UTF8.self).lowercased() {
        case "enum": isSet = false
        case "set": isSet = true
        default: return nil
        }
        guard let words = Self.words(bytes[(open + 1)..<(bytes.count - 1)]) else { return nil }
        self.words = words
    }

    /// Words in quotes, doubled quotes within, commas between.
    private static func words(_ list: ArraySlice<UInt8>) -> [[UInt8]]? {
        let quote = UInt8(ascii: "'")
        var words: [[UInt8]] = []
        var rest = list
        while rest.popFirst() == quote {
            var word: [UInt8] = []
            var isClosed = false
            while let byte = rest.popFirst() {
                isClosed = byte == quote && rest.first != quote
                if isClosed { break }
                if byte == quote { rest.removeFirst() }
                word.append(byte)
            }
            guard isClosed else { return nil }
            words.append(word)
            if rest.isEmpty { return words }
            guard rest.popFirst() == UInt8(ascii: ",") else { return nil }
        }
        return nil
    }

    /// Whether the column gives back the same text: a word of an ENUM, or words of a SET in the column's order.
    func keeps(_ text: Span<UInt8>) -> Bool {
        let bytes = text.withUnsafeBufferPointer { Array($0) }
        guard isSet, !bytes.isEmpty else { return isSet || words.contains(bytes) }
        var previous = -1
        for word in bytes.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            guard let index = words.firstIndex(of: Array(word)), index > previous else { return false }
            previous = index
        }
        return true
    }
}
