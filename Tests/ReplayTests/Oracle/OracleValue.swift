internal import TestSupport

/// One value of a row: as the source writes it, as the target shows it, and what the target might take it for.
struct OracleValue: Hashable, Sendable {
    /// nil for NULL, in all three.
    let text: String?
    let stored: String?
    /// Values that the target's column may call equal have one likeness; so have a few that it tells apart.
    let likeness: String?

    static let null = OracleValue(text: nil, stored: nil, likeness: nil)

    var forBatch: BatchBuilder.Value { text.map { .text($0) } ?? .null }
}

/// What a column of the oracle's tables holds: its types on both sides, and a domain of values in which number `n` has several spellings.
enum OracleKind: Hashable, Sendable {
    case integer
    case decimal
    case moment
    case bytes
    case text(collation: String)
    case character(collation: String)

    var sourceType: String {
        switch self {
        case .integer: "integer"
        case .decimal: "numeric"
        case .moment: "timestamp without time zone"
        case .bytes: "bytea"
        case .text: "character varying"
        case .character: "character"
        }
    }

    var definition: String {
        switch self {
        case .integer: "INT"
        case .decimal: "DECIMAL(12,2)"
        case .moment: "DATETIME(3)"
        case .bytes: "VARBINARY(20)"
        case .text(let collation): "VARCHAR(40) COLLATE \(collation)"
        case .character(let collation): "CHAR(\(Self.characterLength)) COLLATE \(collation)"
        }
    }

    /// What SELECT shows of a column is compared as text.
    func shown(_ column: String) -> String {
        self == .bytes ? "HEX(\(column))" : column
    }

    /// A spelling of the domain's member `number`.
    func value(_ number: Int, _ generator: inout SeededGenerator) -> OracleValue {
        switch self {
        case .integer: same("\(number)")
        case .decimal: decimal(number, &generator)
        case .moment: moment(number, &generator)
        case .bytes: bytes(number)
        case .text(let collation):
            text(Self.spelling(number, collation, &generator), number, collation) { $0 }
        case .character(let collation):
            text(Self.spelling(number, collation, &generator), number, collation, Self.padded)
        }
    }

    /// How many members the domain has before its spellings become dull.
    static let richMembers = groups.count

    private static let characterLength = 10

    /// Texts that some collation calls equal: by case, by accent, by an expansion, by blanks at the end.
    private static let groups: [[String]] = [
        ["a", "A", "ä", "Ä", "a ", "á  "], ["ss", "SS", "ß", "s", "S"], ["b", "B", "b "], ["", " ", "  "],
        ["ç", "c", "C "], ["straße", "STRASSE", "Strase"], ["o", "ö", "Ö", "ø"], ["e\u{301}", "é", "E"],
    ]

    private static func spelling(_ number: Int, _ collation: String, _ generator: inout SeededGenerator) -> String {
        let all = number < groups.count ? groups[number] : ["w\(number)", "W\(number)", "w\(number) "]
        // Latin 1 has letters with accents, but no accents by themselves.
        let isNarrow = collation.hasPrefix("latin1")
        return all.filter { !isNarrow || $0.unicodeScalars.allSatisfy { $0.value < 256 } }.randomElement(
            using: &generator
        ) ?? ""
    }

    private static func padded(_ text: String) -> String {
        text + String(repeating: " ", count: max(0, characterLength - text.unicodeScalars.count))
    }

    private func same(_ text: String) -> OracleValue {
        OracleValue(text: text, stored: text, likeness: text)
    }

    /// Two spellings of one number, with and without the zeros at the end.
    private func decimal(_ number: Int, _ generator: inout SeededGenerator) -> OracleValue {
        let halves = number - 3
        let whole = (halves < 0 ? "-" : "") + "\(abs(halves) / 2)"
        let stored = whole + (halves % 2 == 0 ? ".00" : ".50")
        let short = halves % 2 == 0 ? whole : whole + ".5"
        return OracleValue(text: Bool.random(using: &generator) ? stored : short, stored: stored, likeness: stored)
    }

    private func moment(_ number: Int, _ generator: inout SeededGenerator) -> OracleValue {
        let seconds = number / 2
        let clock = [10 + seconds / 3_600, seconds / 60 % 60, seconds % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
        let whole = "2026-03-01 " + clock.joined(separator: ":")
        let stored = whole + (number % 2 == 0 ? ".000" : ".500")
        let short = number % 2 == 0 ? whole : whole + ".5"
        return OracleValue(text: Bool.random(using: &generator) ? stored : short, stored: stored, likeness: stored)
    }

    /// Bytes that differ only by what some types fill up with.
    private func bytes(_ number: Int) -> OracleValue {
        let letter = UInt8(ascii: "a") + UInt8(number / 3 % 26)
        let content = [letter] + Array(repeating: letter, count: number / 78) + [[], [0x20], [0x00]][number % 3]
        let digits = Array("0123456789ABCDEF")
        let hex = String(content.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
        return OracleValue(text: "\\x" + hex.lowercased(), stored: hex, likeness: hex)
    }

    private func text(
        _ spelling: String,
        _ number: Int,
        _ collation: String,
        _ asWritten: (String) -> String
    ) -> OracleValue {
        let trimmed = String(String.UnicodeScalarView(spelling.unicodeScalars.reversed().drop { $0 == " " }.reversed()))
        let isExact = collation.hasSuffix("_bin")
        let isCharacter = if case .character = self { true } else { false }
        return OracleValue(
            text: asWritten(spelling),
            stored: isCharacter ? trimmed : spelling,
            // Not by Swift's own equality of texts, which takes two spellings of é for one.
            likeness: isExact ? trimmed.utf8.map(String.init).joined(separator: ".") : "group \(number)"
        )
    }
}
