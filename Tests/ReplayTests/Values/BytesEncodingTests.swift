internal import Testing

@testable import Replay

/// Bytes through the encoder.
struct BytesEncodingTests {
    private func bound(_ text: String, _ type: String, _ target: String, _ policy: ValuePolicy = .error) -> String {
        EncodedValue.text(text, type, target, policy)
    }

    @Test(arguments: [("\\x", ""), ("\\x00", "00"), ("\\xff0A", "ff0a"), ("\\xAbCd", "abcd")])
    func `bytes are read from their hexadecimal digits`(text: String, bytes: String) {
        for type in ["bytea", "\"binary\"", "varbinary", "blob"] {
            #expect(bound(text, type, "VARBINARY(10)") == "bytes " + bytes)
        }
    }

    @Test(arguments: [("", ""), ("00FF", "00ff"), ("5C78", "5c78")])
    func `blobs and raw print bare digits`(text: String, bytes: String) {
        for type in ["blob", "tinyblob", "mediumblob", "longblob", "raw"] {
            #expect(bound(text, type, "BLOB") == "bytes " + bytes)
        }
    }

    @Test(arguments: ["", "\\", "x00", "00", "\\x0", "\\x123", "\\X00", "\\x0g", "\\x 0", "\\000abc", "\\xé"])
    func `a bytea that is not in hexadecimal form is refused whatever the policy`(text: String) {
        for policy in ValuePolicy.allCases { #expect(EncodedValue.isRefused(text, "bytea", "LONGBLOB", policy)) }
    }

    @Test func `a column keeps bytes up to its length`() {
        #expect(bound("\\x0102", "bytea", "VARBINARY(2)") == "bytes 0102")
        #expect(bound("\\x010203", "bytea", "VARBINARY(2)") == "refused: it has 3 bytes and the column holds 2")
        #expect(bound("\\x010203", "bytea", "VARBINARY(2)", .clamp) == "bytes 0102")
        #expect(bound("\\x010203", "bytea", "VARBINARY(2)", .null) == "null")
    }

    @Test func `bytes that the column would fill up are refused, and clamp lets it`() {
        #expect(bound("\\x6162000000000000", "\"binary\"", "BINARY(8)") == "bytes 6162000000000000")
        #expect(
            bound("\\x0102", "bytea", "BINARY(4)") == "refused: it has 2 bytes, and the column would fill it up to 4"
        )
        #expect(bound("\\x0102", "bytea", "BINARY(4)", .clamp) == "bytes 0102")
    }

    @Test func `bytes have a place in a text by policy alone`() {
        #expect(bound("\\x0102", "bytea", "TEXT") == "no pair")
        #expect(bound("\\x0102", "bytea", "TEXT", .clamp) == "no pair")
        #expect(bound("\\x0102", "bytea", "TEXT", .text) == "text \\x0102")
        #expect(bound("0102", "raw", "CHAR(4)", .text) == "text 0102")
        #expect(EncodedValue.isRefused("0102", "raw", "CHAR(3)", .text))
    }
}
