/// The bytes of a configuration file, looked through line by line before YAML sees them.
///
/// What YAML would report badly, or not at all, is found here: a `//comment`, a tab as indentation, bytes that are
/// no text. Each `//comment` is blanked, so that the rest of the file is still checked in the same run.
struct ConfigurationText {
    private(set) var bytes: [UInt8]
    private(set) var findings: [Finding] = []
    /// False where YAML could only repeat what was found here.
    private(set) var isReadable = true

    init(_ content: [UInt8]) {
        let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
        bytes = content.starts(with: byteOrderMark) ? Array(content.dropFirst(byteOrderMark.count)) : content
        var line = 1
        var start = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(where: Self.isLineEnd) ?? bytes.count
            inspect(start..<end, line: line)
            start = end + (bytes[end...].starts(with: [Self.carriageReturn, Self.lineFeed]) ? 2 : 1)
            line += 1
        }
    }

    private mutating func inspect(_ range: Range<Int>, line: Int) {
        if let index = firstInvalidByte(in: range) {
            stop(index, in: range, line: line, "This byte is not UTF-8: save the file as UTF-8 text.")
        } else if let index = range.first(where: { Self.isControl(bytes[$0]) }) {
            stop(index, in: range, line: line, "A control character stands here: remove it.")
        } else if let index = indentingTab(in: range) {
            stop(index, in: range, line: line, "A tab stands in the indentation: YAML wants spaces there.")
        } else if let index = slashComment(in: range) {
            let place = place(of: index, in: range, line: line)
            findings.append(Finding(place: place, sentence: Self.slashSentence))
            for blanked in index..<range.upperBound { bytes[blanked] = Self.space }
        }
    }

    private mutating func stop(_ index: Int, in range: Range<Int>, line: Int, _ sentence: String) {
        // The first is enough: the same editor or the same wrong file made the others.
        if isReadable { findings.append(Finding(place: place(of: index, in: range, line: line), sentence: sentence)) }
        isReadable = false
    }

    private func place(of index: Int, in range: Range<Int>, line: Int) -> FilePlace {
        let before = bytes[range.lowerBound..<index].count { $0 & 0xC0 != 0x80 }
        return FilePlace(line: line, column: before + 1)
    }

    private func firstInvalidByte(in range: Range<Int>) -> Int? {
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: bytes.span.extracting(range))
            return nil
        } catch {
            return range.lowerBound + error.byteOffsets.lowerBound
        }
    }

    private func indentingTab(in range: Range<Int>) -> Int? {
        guard let text = range.first(where: { !Self.isBlank(bytes[$0]) }), bytes[text] != Self.hash else { return nil }
        return (range.lowerBound..<text).first { bytes[$0] == Self.tab }
    }

    /// Where `//` follows a blank or begins the line, outside of quotes and of a comment that YAML knows.
    private func slashComment(in range: Range<Int>) -> Int? {
        var quote: UInt8?
        var index = range.lowerBound
        while index < range.upperBound {
            let byte = bytes[index]
            let follows = index == range.lowerBound || Self.isBlank(bytes[index - 1])
            if let open = quote {
                if isEscape(at: index, in: range, quote: open) {
                    index += 1
                } else if byte == open {
                    quote = nil
                }
            } else if byte == Self.hash, follows {
                return nil
            } else if byte == Self.slash, follows, range.contains(index + 1), bytes[index + 1] == Self.slash {
                return index
            } else if Self.isQuote(byte), follows || Self.opensFlow(bytes[index - 1]) {
                quote = byte
            }
            index += 1
        }
        return nil
    }

    private func isEscape(at index: Int, in range: Range<Int>, quote: UInt8) -> Bool {
        let byte = bytes[index]
        if quote == UInt8(ascii: "\"") { return byte == UInt8(ascii: "\\") }
        return byte == quote && range.contains(index + 1) && bytes[index + 1] == quote
    }
}

extension ConfigurationText {
    private static let slashSentence = """
        // does not begin a comment in YAML: write # in its place, or put the value in quotes if it belongs to it.
        """
    private static let tab = UInt8(ascii: "\t")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")
    private static let space = UInt8(ascii: " ")
    private static let hash = UInt8(ascii: "#")
    private static let slash = UInt8(ascii: "/")

    private static func isLineEnd(_ byte: UInt8) -> Bool { byte == lineFeed || byte == carriageReturn }
    private static func isBlank(_ byte: UInt8) -> Bool { byte == space || byte == tab }
    private static func isControl(_ byte: UInt8) -> Bool { byte < space && byte != tab || byte == 0x7F }
    private static func isQuote(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") }
    private static func opensFlow(_ byte: UInt8) -> Bool { [UInt8]("[{,".utf8).contains(byte) }
}
