internal import Testing

@testable import Replay

/// Texts, words and identifiers through the encoder.
struct TextEncodingTests {
    private func bound(_ text: String, _ type: String, _ target: String, _ policy: ValuePolicy = .error) -> String {
        EncodedValue.text(text, type, target, policy)
    }

    @Test(arguments: ["", " lead and trail ", "it's \"q\" \\ % \0 \n", "é漢😀", "NULL"])
    func `a text is bound as it is`(text: String) {
        for target in ["VARCHAR(30)", "TINYTEXT", "LONGTEXT", "VARCHAR(30) CHARACTER SET utf8mb4"] {
            #expect(bound(text, "character varying", target) == "text " + text)
        }
    }

    @Test(arguments: [
        ("ab   ", "ab"), ("  ab", "  ab"), ("", ""), ("    ", ""), ("a b ", "a b"), ("a\t ", "a\t"),
        ("a\u{a0}", "a\u{a0}"),
    ])
    func `padding is the blanks at the end, and nothing else`(text: String, kept: String) {
        #expect(bound(text, "character", "CHAR(5)") == "text " + kept)
        #expect(bound(text, "character", "VARCHAR(5)") == "text " + text)
    }

    @Test func `blanks at the end that a CHAR column would lose are refused, and clamp loses them`() {
        #expect(bound(" a", "text", "CHAR(5)") == "text  a")
        #expect(bound("a ", "text", "CHAR(5)") == "refused: it ends with blanks, which a CHAR column does not keep")
        #expect(bound("a ", "text", "CHAR(5)", .clamp) == "text a")
        #expect(bound("a     b", "text", "CHAR(5)", .clamp) == "text a")
    }

    @Test func `VARCHAR counts characters, TEXT counts bytes`() {
        #expect(bound("漢字😀", "text", "VARCHAR(3)") == "text 漢字😀")
        #expect(bound("漢字😀é", "text", "VARCHAR(3)") == "refused: it is longer than the column's 3 characters")
        #expect(bound("漢字😀é", "text", "VARCHAR(3)", .clamp) == "text 漢字😀")
        let long = String(repeating: "é", count: 128)
        #expect(bound(long, "text", "TINYTEXT") == "refused: it is longer than the column's 255 bytes")
        #expect(bound(long, "text", "TINYTEXT", .clamp) == "text " + String(repeating: "é", count: 127))
        #expect(bound(long, "text", "TINYTEXT CHARACTER SET latin1") == "text " + long)
        #expect(bound(String(repeating: "a", count: 256), "text", "TINYTEXT", .null) == "null")
    }

    @Test(arguments: [
        ("utf8mb3", "漢é", "😀"), ("latin1", "é€\u{81}", "漢"), ("latin1", "ÿ", "Ā"), ("ascii", "a~", "é"),
        ("latin1", "\u{a0}", "\u{80}"), ("utf8", "\u{ffff}", "\u{10000}"),
    ])
    func `characters that the column's character set lacks are refused, and clamp writes a question mark`(
        set: String,
        held: String,
        lacking: String
    ) {
        let target = "VARCHAR(9) CHARACTER SET " + set
        #expect(bound(held, "text", target) == "text " + held)
        #expect(
            bound("a" + lacking + "b", "text", target)
                == "refused: it has a character that the column's character set lacks"
        )
        #expect(bound("a" + lacking + "b", "text", target, .clamp) == "text a?b")
    }

    @Test func `an older set has nothing of four bytes, and for the rest the server is asked`() {
        #expect(bound("漢€", "text", "VARCHAR(2) CHARACTER SET gbk") == "text 漢€")
        #expect(bound("漢😀", "text", "VARCHAR(2) CHARACTER SET gb18030") == "text 漢😀")
        #expect(EncodedValue.isRefused("漢漢漢", "text", "VARCHAR(2) CHARACTER SET gbk"))
        #expect(EncodedValue.isRefused("漢😀", "text", "VARCHAR(2) CHARACTER SET gbk"))
        #expect(bound("漢😀", "text", "VARCHAR(2) CHARACTER SET gbk", .clamp) == "text 漢?")
    }

    @Test func `a word that the column spells otherwise is refused`() {
        #expect(bound("Y", "text", "enum('x','Y')") == "text Y")
        for text in ["y", "", "2", "Y "] {
            #expect(
                bound(text, "s.t_c_enum", "enum('x','Y')")
                    == "refused: it is none of the words that the column keeps as they are"
            )
            #expect(EncodedValue.isRefused(text, "text", "enum('x','Y')", .clamp))
        }
        #expect(bound("Y  ", "character", "enum('x','Y')") == "text Y")
        #expect(bound("b,a", "text", "set('a','b')", .clamp) == "text b,a")
        #expect(EncodedValue.isRefused("b,c", "text", "set('a','b')", .clamp))
    }

    @Test(arguments: [
        ("integer", "-5"), ("numeric", ".50"), ("boolean", "t"), ("timestamp with time zone", "infinity"),
        ("interval", "1 mon"),
        ("inet", "10.0.0.0/8"), ("xml", "<a/>"), ("tsvector", "'a' 'b'"), ("point", "(1,2)"), ("integer[]", "{1,NULL}"),
        ("int4range", "[1,10)"), ("money", "$1.00"), ("uuid", "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"), ("citext", "É"),
        ("bit", "0101"), ("hll", "\\x00"), ("year", "1999"), ("\"char\"", "a"), ("name", "nm"),
    ])
    func `any type but bytes goes into a text as its text`(type: String, text: String) {
        #expect(bound(text, type, "VARCHAR(40)") == "text " + text)
        #expect(bound(text, type, "CHAR(40)") == "text " + text)
    }

    @Test func `addresses go into MariaDB's types for them`() {
        #expect(bound("::1", "inet", "INET6") == "text ::1")
        #expect(bound("2001:db8::/128", "cidr", "INET6") == "text 2001:db8::")
        #expect(bound("192.168.0.1", "inet", "INET4") == "text 192.168.0.1")
        #expect(bound("10.0.0.1/32", "cidr", "INET4") == "text 10.0.0.1")
        #expect(bound("10.0.0.1", "inet", "INET6") == "refused: it is no address of version 6")
        #expect(bound("::1", "inet", "INET4", .null) == "null")
        #expect(bound("2001:db8::/32", "cidr", "INET6") == "refused: it is a network, and the column holds addresses")
    }

    @Test func `a UUID is a text, sixteen bytes or itself`() {
        let uuid = "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"
        #expect(bound(uuid, "uuid", "UUID") == "text " + uuid)
        for other in ["00000000-0000-8000-0100-000000000000", "00000000-0000-f123-8000-000000000000"] {
            #expect(bound(other, "uuid", "UUID") == "refused: it is none of the UUIDs that MariaDB's type has")
        }
        #expect(bound("ffffffff-ffff-ffff-ffff-ffffffffffff", "uuid", "UUID").hasPrefix("text "))
        #expect(bound(uuid, "uuid", "BINARY(16)") == "bytes f81d4fae7dec11d0a76500a0c91e6bf6")
        #expect(bound(uuid, "uuid", "VARBINARY(20)") == "bytes f81d4fae7dec11d0a76500a0c91e6bf6")
        #expect(EncodedValue.isRefused(uuid, "uuid", "BINARY(20)"))
        #expect(EncodedValue.isRefused("f81d4fae", "uuid", "BINARY(16)", .clamp))
    }
}
