import MySQLClient
import Testing

/// The promise that parallel replay rests on: texts that a unique key calls the same weigh the same, in every collation.
@Suite(.enabled(if: !LiveServer.all.isEmpty), .serialized)
struct CollationWeightsTests {
    private static let characterSets = ["utf8mb4", "utf8mb3", "latin1", "gbk"]

    @Test(arguments: LiveServer.all, characterSets)
    func `texts that a column calls equal weigh the same, in every collation`(server: LiveServer, set: String) throws {
        let connection = try server.connect()
        try connection.execute("SET SESSION sql_mode = ''")
        let texts = Self.texts()
        let collations = try Self.collations(of: set, connection)
        #expect(collations.count >= 2)
        var weigher = CollationWeights(connection: connection)
        var equalPairs = 0
        var localCollations = 0
        for collation in collations {
            let pairs = try Self.equalPairs(of: texts, collation, connection)
            equalPairs += pairs.count
            let weights = try Self.weights(of: texts, collation, &weigher)
            let finer = pairs.filter { weights[$0.0] != weights[$0.1] }
            #expect(finer.isEmpty, "\(collation): \(finer.prefix(5).map { (texts[$0.0], texts[$0.1]) })")
            // Coarser is allowed, but a weigher that calls all texts equal would be of no use.
            #expect(Set(weights).count > 50, "\(collation)")
            if try Self.asksNothing(weigher, for: "Plain ASCII 123", collation, connection) { localCollations += 1 }
        }
        #expect(equalPairs > 10 * collations.count)
        #expect(localCollations * 4 > collations.count, "\(localCollations) of \(collations.count) need no question")
    }

    @Test(arguments: LiveServer.all)
    func `what was asked is known the next time`(server: LiveServer) throws {
        let connection = try server.connect()
        var weigher = CollationWeights(connection: connection)
        let texts = (0..<700).map { "Straße \($0)" }
        let first = try Self.weights(of: texts, "utf8mb4_unicode_ci", &weigher)
        let before = try Self.questions(connection)
        #expect(try Self.weights(of: texts.reversed(), "utf8mb4_unicode_ci", &weigher) == first.reversed())
        #expect(try Self.questions(connection) - before == 1)
        #expect(try Self.weights(of: ["STRASSE 7"], "utf8mb4_unicode_ci", &weigher) == [first[7]])
    }

    @Test(arguments: LiveServer.all)
    func `long texts, and more of them than are kept, are weighed`(server: LiveServer) throws {
        let connection = try server.connect()
        var weigher = CollationWeights(connection: connection)
        let long = String(repeating: "é", count: 200_000)
        let weights = try Self.weights(of: [long, long.uppercased(), long + "x"], "utf8mb4_unicode_ci", &weigher)
        #expect(weights[0] == weights[1] && weights[0] != weights[2])
        for start in stride(from: 0, to: CollationWeights.knownTextsMax + 2_000, by: 2_000) {
            let texts = (start..<(start + 2_000)).map { "é\($0)" }
            #expect(Set(try Self.weights(of: texts, "utf8mb4_general_ci", &weigher)).count == 2_000)
        }
    }

    @Test(arguments: LiveServer.all)
    func `a collation that the server does not have is an error`(server: LiveServer) throws {
        var weigher = CollationWeights(connection: try server.connect())
        #expect(throws: MySQLError.self) { try Self.weights(of: ["a"], "utf8mb4_nowhere_ci", &weigher) }
    }
}

extension CollationWeightsTests {
    private static let adversarial = [
        "", " ", "  ", "a", "A", "a ", "a  ", "á", "a\u{301}", "à", "â", "ä", "ae", "Ae", "æ", "Æ", "å", "aa", "Aa",
        "AA", "a a",
        "ß", "ss", "SS", "ẞ", "sz", "s", "S", "ſ", "ch", "CH", "Ch", "cH", "h", "c", "ll", "LL", "Ll", "l l", "dz",
        "DZ", "dzs",
        "DZS", "ddzs", "dzsdzs", "ccs", "cscs", "lj", "nj", "ij", "ĳ", "ö", "oe", "œ", "ø", "o", "ü", "ue", "y", "ÿ",
        "u", "ñ", "n",
        "n\u{303}", "ç", "č", "đ", "ð", "d", "þ", "th", "ı", "i", "I", "İ", "\u{A0}", "a\u{A0}", "a\u{A0}b", "a b",
        "a\u{3000}",
        "a\u{2003}", "a\u{AD}", "a\u{AD}b", "ab", "a \u{AD}", "a\u{200B}", "a\u{200D}", "\u{FEFF}a", "a\u{0}", "a\u{1}",
        "a\u{0} ",
        "a\t", "a\n", "ａ", "Ａ", "１", "1", "①", "¹", "²", "2", "½", "ﬁ", "fi", "ﬀ", "ff", "Ⅳ", "iv", "…", "...",
        "\u{1F600}", "\u{1F601}",
        "\u{1F468}\u{200D}\u{1F469}", "\u{FFFD}", "?", "ก", "เก", "กเ", "กา", "ก่", "ไทย", "ไท ย", "か", "カ", "ｶ", "が",
        "か\u{3099}", "ガ",
        "ー", "あー", "ああ", "字", "誠", "運", "한", "한", "я", "Я", "е", "ё", "ش", "ﺵ", "ا\u{64E}", "ا", "א", "אּ", "α", "ά",
        "Α", "σ", "ς", "Σ",
        "-", "a-b", "'", "\"", "\\", "_", "%", "~", "Zz", "zZ", "z z", "v", "w", "V", "W", "ž", "z",
    ]

    private static func texts() -> [String] {
        var generator = SeededGenerator(seed: 1400)
        let pieces = adversarial.filter { $0.unicodeScalars.count <= 2 }
        let mixed = (0..<220).map { _ in
            (0..<Int.random(in: 1...4, using: &generator)).map { _ in pieces.randomElement(using: &generator) ?? "" }
                .joined()
        }
        let cased = mixed.prefix(40).flatMap { [$0.uppercased(), $0.lowercased() + " "] }
        return adversarial + mixed + cased
    }

    private static func collations(of set: String, _ connection: MySQLConnection) throws -> [String] {
        let isMariaDB = connection.serverVersion.flavour == .mariadb
        let column = isMariaDB ? "FULL_COLLATION_NAME" : "COLLATION_NAME"
        return try connection.query(
            """
            SELECT \(column) FROM information_schema.COLLATION_CHARACTER_SET_APPLICABILITY \
            WHERE CHARACTER_SET_NAME = '\(set)' ORDER BY 1
            """
        ).compactMap { $0.first ?? nil }
    }

    /// The pairs that a column calls equal, of the texts that its character set has.
    private static func equalPairs(
        of texts: [String],
        _ collation: String,
        _ connection: MySQLConnection
    ) throws -> [(Int, Int)] {
        let set = collation.prefix { $0 != "_" }
        try connection.execute("DROP TEMPORARY TABLE IF EXISTS weighed")
        try connection.execute(
            "CREATE TEMPORARY TABLE weighed (id INT PRIMARY KEY, v VARCHAR(64) CHARACTER SET \(set) COLLATE \(collation), INDEX (v))"
        )
        let rows = texts.enumerated().map { "(\($0), CONVERT(_utf8mb4 X'\(hexadecimal($1))' USING \(set)))" }
        try connection.execute("INSERT INTO weighed VALUES \(rows.joined(separator: ","))")
        let kept = Set(
            try connection.query("SELECT id, HEX(CONVERT(v USING utf8mb4)) FROM weighed").compactMap { row -> Int? in
                guard let id = Int(row[0] ?? ""), row[1] == hexadecimal(texts[id]) else { return nil }
                return id
            }
        )
        try connection.execute("DROP TEMPORARY TABLE IF EXISTS weighed_too")
        try connection.execute("CREATE TEMPORARY TABLE weighed_too LIKE weighed")
        try connection.execute("INSERT INTO weighed_too SELECT * FROM weighed")
        let pairs = try connection.query(
            "SELECT a.id, b.id FROM weighed a JOIN weighed_too b ON a.v = b.v AND a.id < b.id"
        )
        return pairs.compactMap { row in
            guard let first = Int(row[0] ?? ""), let second = Int(row[1] ?? "") else { return nil }
            return kept.contains(first) && kept.contains(second) ? (first, second) : nil
        }
    }

    private static func weights(
        of texts: [String],
        _ collation: String,
        _ weigher: inout CollationWeights
    ) throws -> [[UInt8]] {
        var bytes: [UInt8] = []
        var ranges: [Range<Int>] = []
        for text in texts {
            ranges.append(bytes.count..<(bytes.count + text.utf8.count))
            bytes += text.utf8
        }
        var weights = TextWeights()
        try weigher.weights(of: ranges, in: bytes.span, collation: collation, into: &weights)
        return (0..<texts.count).map { Array(weights[$0]) }
    }

    private static func asksNothing(
        _ weigher: CollationWeights,
        for text: String,
        _ collation: String,
        _ connection: MySQLConnection
    ) throws -> Bool {
        var weigher = weigher
        let before = try questions(connection)
        _ = try weights(of: [text], collation, &weigher)
        return try questions(connection) - before == 1
    }

    private static func questions(_ connection: MySQLConnection) throws -> Int {
        Int(try connection.query("SHOW SESSION STATUS LIKE 'Questions'").first?[1] ?? "") ?? 0
    }

    private static func hexadecimal(_ text: String) -> String {
        text.utf8.map { String($0 + 0, radix: 16, uppercase: true) }.map { $0.count == 1 ? "0" + $0 : $0 }.joined()
    }
}
