/// The characters that a character set of MySQL has, as far as replay knows them; of others the server is the judge.
enum Repertoire: Equatable, Sendable {
    /// utf8mb4 and the UTF-16 and UTF-32 families.
    case unicode
    /// utf8mb3 and ucs2: what UTF-8 writes in three bytes.
    case basicPlane
    case ascii
    /// MySQL's latin1, which is Windows-1252 with the five codes that it leaves open.
    case latin1
    /// gbk, big5, sjis and all others but gb18030: nothing that UTF-8 writes in four bytes; of the rest the server is the judge.
    case legacy
    /// gb18030, which has all characters in its own lengths.
    case unmeasured

    init(_ characterSet: String?) {
        switch characterSet?.lowercased() {
        case nil, "utf8mb4", "utf16", "utf16le", "utf32": self = .unicode
        case "utf8", "utf8mb3", "ucs2": self = .basicPlane
        case "ascii": self = .ascii
        case "latin1": self = .latin1
        case "gb18030": self = .unmeasured
        default: self = .legacy
        }
    }

    func holds(_ text: Span<UInt8>, _ character: Range<Int>) -> Bool {
        switch self {
        case .unicode, .unmeasured: true
        case .basicPlane, .legacy: character.count < 4
        case .ascii: character.count == 1
        case .latin1: character.count == 1 || character.count < 4 && Self.isLatin1(Self.scalar(text, character))
        }
    }

    /// Bytes of a character that takes so many in UTF-8; at least so many, where the set's own lengths are not known.
    func byteCount(_ bytesInUTF8: Int) -> Int {
        switch self {
        case .unicode, .basicPlane: bytesInUTF8
        case .ascii, .latin1, .legacy, .unmeasured: 1
        }
    }

    private static func scalar(_ text: Span<UInt8>, _ character: Range<Int>) -> UInt32 {
        var value = UInt32(text[character.lowerBound]) & (character.count == 2 ? 0x1F : 0x0F)
        for index in character.dropFirst() { value = value << 6 | UInt32(text[index] & 0x3F) }
        return value
    }

    private static let windows1252: Set<UInt32> = [
        0x81, 0x8D, 0x8F, 0x90, 0x9D, 0x0152, 0x0153, 0x0160, 0x0161, 0x0178, 0x017D, 0x017E, 0x0192, 0x02C6, 0x02DC,
        0x2013,
        0x2014, 0x2018, 0x2019, 0x201A, 0x201C, 0x201D, 0x201E, 0x2020, 0x2021, 0x2022, 0x2026, 0x2030, 0x2039, 0x203A,
        0x20AC, 0x2122,
    ]

    private static func isLatin1(_ scalar: UInt32) -> Bool {
        scalar < 0x80 || (0xA0...0xFF).contains(scalar) || windows1252.contains(scalar)
    }
}
