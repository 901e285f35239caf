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
        guard isSet else { return place(of: text) != nil }
        var previous = -1
        return allWords(of: text) { place in
            defer { previous = place }
            return place > previous
        }
    }

    /// Whether the column has all the words, in whatever order.
    func knows(_ text: Span<UInt8>) -> Bool {
        isSet ? allWords(of: text) { _ in true } : place(of: text) != nil
    }

    private func allWords(of text: Span<UInt8>, _ accept: (Int) -> Bool) -> Bool {
        var start = 0
        // The empty text has no words.
        while text.count > 0, start <= text.count {
            var end = start
            while end < text.count, text[end] != UInt8(ascii: ",") { end += 1 }
            guard let place = place(of: text.extracting(start..<end)), accept(place) else { return false }
            start = end + 1
        }
        return true
    }

    private func place(of word: Span<UInt8>) -> Int? {
        words.firstIndex { candidate in
            candidate.count == word.count && candidate.indices.allSatisfy { candidate[$0] == word[$0] }
        }
    }
}
