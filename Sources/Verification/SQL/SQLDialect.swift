/// How one side's server is asked for names, normal forms and hashes. Texts that it answers are ASCII, but for JSON documents.
protocol SQLDialect: Sendable {
    /// Without one the text that would be hashed stands for its hash.
    var hasHash: Bool { get }
    func table(_ table: ComparedTable) -> String
    func name(_ column: ComparedTable.Column) -> String
    /// The column to order by. With its table before it, or it could be taken for a result of the same name, which is a text.
    func order(_ column: ComparedTable.Column, of table: ComparedTable) -> String
    /// The normal form of a key's column: a text in hexadecimal digits of its UTF-8, bytes in hexadecimal digits.
    func keyText(_ column: ComparedTable.Column) -> String
    /// `keyText` as a literal to compare the column with.
    func literal(_ text: String, for column: ComparedTable.Column) -> String
    /// The value of a loose column as the server writes it, or NULL.
    func looseText(_ column: ComparedTable.Column) -> String
    /// The value as a repair is written from it: documents, texts and bytes in hexadecimal digits, all else in normal form.
    func repairText(_ column: ComparedTable.Column) -> String
    /// Expressions that are never NULL and together tell every value of the column, NULL included, from every other.
    func hashParts(_ column: ComparedTable.Column) -> [String]
    /// The hash of the parts with commas between, in hexadecimal digits.
    func hash(_ parts: [String]) -> String
    /// The first 60 bits of a hash as a number.
    func number(ofHash hash: String) -> String
    /// That the key comes after the literals, or up to them and no further.
    func isAfter(_ names: [String], _ literals: [String]) -> String
    func isUpTo(_ names: [String], _ literals: [String]) -> String
}

extension SQLDialect {
    /// What stands for NULL among the parts of a hash: the normal form of no value.
    static var null: String { "'N'" }

    func rowHash(_ table: ComparedTable) -> String {
        hash(table.hashedColumns.flatMap { hashParts($0) })
    }

    func keyHash(_ table: ComparedTable) -> String {
        hash(table.keyColumns.flatMap { hashParts($0) })
    }

    func columnHash(_ column: ComparedTable.Column) -> String {
        column.form.isLoose ? looseText(column) : hash(hashParts(column))
    }

    /// `concat_ws` takes a hundred arguments in PostgreSQL.
    static func joined(_ parts: [String]) -> String {
        var groups = parts.isEmpty ? ["'-'"] : parts
        while groups.count > 50 {
            groups = stride(from: 0, to: groups.count, by: 50).map { start in
                "concat_ws(',', \(groups[start..<min(start + 50, groups.count)].joined(separator: ", ")))"
            }
        }
        return "concat_ws(',', \(groups.joined(separator: ", ")))"
    }

    /// Whether a text may stand in quotes as it is, whatever the session's settings are.
    static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "a")...UInt8(ascii: "z"):
                true
            default: " .:+-_".utf8.contains(byte)
            }
        }
    }

    /// Decimal digits with a sign and a point at most.
    static func isNumber(_ text: String) -> Bool {
        let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
        return !digits.isEmpty && digits.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2E }
    }
}
