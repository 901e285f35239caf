/// How much text a column holds, and of which characters.
struct TextPlace: Equatable, Sendable {
    /// VARCHAR counts characters, TEXT counts bytes in its character set.
    enum Unit: Equatable, Sendable { case characters, bytes }

    let limit: Int
    let unit: Unit
    let repertoire: Repertoire

    /// Checks a text; most pass by their length alone.
    func check(_ text: Span<UInt8>) throws(ValueRefusal) {
        if repertoire == .unicode, text.count <= limit { return }
        var size = 0
        var start = 0
        while start < text.count {
            let end = Self.endOfCharacter(text, start)
            guard repertoire.holds(text, start..<end) else {
                throw ValueRefusal("it has a character that the column's character set lacks", .characters)
            }
            size += unit == .characters ? 1 : repertoire.byteCount(end - start)
            start = end
        }
        guard size <= limit else {
            throw ValueRefusal("it is longer than the column's \(limit) \(unit)", .length)
        }
    }

    /// The text with `?` for characters that the column lacks, as far as it has room.
    func clamp(_ text: Span<UInt8>, to output: inout [UInt8]) {
        var size = 0
        var start = 0
        while start < text.count {
            let end = Self.endOfCharacter(text, start)
            let isHeld = repertoire.holds(text, start..<end)
            size += unit == .characters ? 1 : isHeld ? repertoire.byteCount(end - start) : 1
            guard size <= limit else { return }
            if isHeld {
                for index in start..<end { output.append(text[index]) }
            } else {
                output.append(UInt8(ascii: "?"))
            }
            start = end
        }
    }

    /// Texts are UTF-8; a byte that is not stays one of its own, for the server to refuse.
    private static func endOfCharacter(_ text: Span<UInt8>, _ start: Int) -> Int {
        var end = start + 1
        while end < text.count, text[end] & 0xC0 == 0x80 { end += 1 }
        return end
    }
}
