/// Asks the server what texts weigh.
struct WeightSource {
    private let connection: MySQLConnection

    /// One query asks for at most this many texts, and, unless one alone is larger, for this many bytes of them.
    private static let textsPerQueryMax = 500
    private static let bytesPerQueryMax = 256 << 10

    init(connection: MySQLConnection) {
        self.connection = connection
    }

    /// The full weights of each text, in order.
    func weights(of texts: [[UInt8]], collation: String) throws(MySQLError) -> [[UInt8]] {
        var found: [[UInt8]] = []
        var start = 0
        while start < texts.count {
            var end = start
            var byteCount = 0
            while end < texts.count, end - start < Self.textsPerQueryMax,
                end == start || byteCount + texts[end].count <= Self.bytesPerQueryMax
            {
                byteCount += texts[end].count
                end += 1
            }
            found += try ask(texts[start..<end], collation)
            start = end
        }
        return found
    }

    func rule(of collation: String) throws(MySQLError) -> CollationRule {
        precondition(Self.isName(collation), "a collation has the name of one")
        guard !Self.comparesBytes(collation) else { return .bytes }
        let letter = UInt8(ascii: "a")
        let characters = CollationRule.printable.map { [$0] }
        let answers = try weights(of: [[letter], [letter, UInt8(ascii: " ")]] + characters, collation: collation)
        let isLevelled = CollationRule.firstLevel(answers[0]).count < answers[0].count
        let levels = answers.map { isLevelled ? Array(CollationRule.firstLevel($0)) : $0 }
        guard levels[1].starts(with: levels[0]) else { return .uniform }
        var weighing = CollationRule.Weighing(
            blank: Array(levels[1].dropFirst(levels[0].count)),
            isLevelled: isLevelled
        )
        let weights = Array(levels.dropFirst(2))
        if try areConcatenated(weights, collation, isLevelled) { weighing.characters = weights }
        return .weighed(weighing)
    }
}

extension WeightSource {
    /// All weights come as columns of one row, for rows have no order of their own.
    private func ask(_ texts: ArraySlice<[UInt8]>, _ collation: String) throws(MySQLError) -> [[UInt8]] {
        let columns = texts.map { "HEX(\(weight(of: Self.literal($0), collation)))" }
        let sql = "SELECT \(columns.joined(separator: ","))"
        let row = try connection.query(sql).first ?? []
        var found: [[UInt8]] = []
        for (index, text) in texts.enumerated() {
            guard index < row.count, let digits = row[index] else { throw Self.tooLarge(text.count, collation) }
            found.append(Self.bytes(ofHexadecimal: digits))
        }
        return found
    }

    /// Whether any two printable characters, and any three letters, weigh what they weigh alone, one after the other.
    private func areConcatenated(
        _ weights: [[UInt8]],
        _ collation: String,
        _ isLevelled: Bool
    ) throws(MySQLError) -> Bool {
        let letters = weights.indices.filter { Self.isLetter(UInt8($0) + CollationRule.printable.lowerBound) }
        let pairs = Self.table(Array(weights.indices), weights)
        let triples = Self.table(letters, weights)
        let end = isLevelled ? ",X'0000'" : ""
        func counterexamples(_ text: String, _ expected: String, _ tables: String) -> String {
            let found = weight(of: "CONCAT(\(text))", collation)
            let level = isLevelled ? "LEFT(\(found),LENGTH(CONCAT(\(expected)\(end))))" : found
            return "(SELECT COUNT(*) FROM \(tables) WHERE NOT \(level) <=> CONCAT(\(expected)\(end)))"
        }
        let sql =
            "SELECT \(counterexamples("a.c,b.c", "a.w,b.w", "\(pairs) a,\(pairs) b")),"
            + counterexamples("a.c,b.c,d.c", "a.w,b.w,d.w", "\(triples) a,\(triples) b,\(triples) d")
        return try connection.query(sql) == [["0", "0"]]
    }

    /// A derived table of characters and what they weigh.
    private static func table(_ indices: [Int], _ weights: [[UInt8]]) -> String {
        let rows = indices.map { index in
            "SELECT \(literal([UInt8(index) + CollationRule.printable.lowerBound])) c,\(hexadecimal(weights[index])) w"
        }
        return "(\(rows.joined(separator: " UNION ALL ")))"
    }

    /// MariaDB puts one level behind the other without anything between; it can be asked for the first alone.
    private func weight(of text: String, _ collation: String) -> String {
        let level = connection.serverVersion.flavour == .mariadb ? " LEVEL 1" : ""
        return "WEIGHT_STRING(CONVERT(\(text) USING \(Self.characterSet(of: collation))) COLLATE \(collation)\(level))"
    }

    private static func tooLarge(_ byteCount: Int, _ collation: String) -> MySQLError {
        MySQLError(
            code: ServerErrorCode.resultTooLarge,
            sqlState: "HY000",
            operation: "weigh a text of \(byteCount) bytes in the collation \(collation)",
            serverMessage: "its weights are larger than max_allowed_packet"
        )
    }
}

extension WeightSource {
    private static let unicodeSets: Set<String> = ["utf8", "utf8mb3", "utf8mb4", "utf16", "utf16le", "utf32", "ucs2"]

    /// Texts of other character sets may become the same bytes when they are converted: those are weighed.
    private static func comparesBytes(_ collation: String) -> Bool {
        collation == "binary" || collation.hasSuffix("_bin") && unicodeSets.contains(characterSet(of: collation))
    }

    private static func characterSet(of collation: String) -> String {
        String(collation.prefix { $0 != "_" })
    }

    private static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { isLetter($0) || $0 == UInt8(ascii: "_") || isDigit($0) }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        let lower = byte | 0x20
        return lower >= UInt8(ascii: "a") && lower <= UInt8(ascii: "z")
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

    private static func literal(_ text: [UInt8]) -> String { "_utf8mb4 \(hexadecimal(text))" }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var text = Array("X'".utf8)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 0xF)])
        }
        text.append(UInt8(ascii: "'"))
        return String(decoding: text, as: UTF8.self)
    }

    private static func bytes(ofHexadecimal text: String) -> [UInt8] {
        func number(_ digit: UInt8) -> UInt8 { isDigit(digit) ? digit - UInt8(ascii: "0") : (digit | 0x20) - 0x57 }
        let digits = Array(text.utf8)
        return stride(from: 0, to: digits.count, by: 2).map { number(digits[$0]) << 4 | number(digits[$0 + 1]) }
    }
}
