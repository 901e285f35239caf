internal import Testing

@testable import Replay

/// Texts and bytes through the encoder.
struct TextEncodingTests {
    @Test(arguments: ["", " lead and trail ", "it's \"q\" \\ % \0 \n", "é漢😀", "NULL"])
    func `a text is bound as it is`(text: String) {
        #expect(EncodedValue.text(text, .text) == "text " + text)
    }

    @Test func `a document is bound with its blanks and order`() {
        #expect(EncodedValue.text(#"{"b" : 1, "a":[]}"#, .json) == #"text {"b" : 1, "a":[]}"#)
    }

    @Test(arguments: [
        ("ab   ", "ab"), ("  ab", "  ab"), ("", ""), ("    ", ""), ("a b ", "a b"), ("a\t ", "a\t"),
        ("a\u{a0}", "a\u{a0}"),
    ])
    func `padding is the blanks at the end, and nothing else`(text: String, kept: String) {
        #expect(EncodedValue.text(text, .paddedText) == "text " + kept)
    }

    @Test(arguments: [("\\x", ""), ("\\x00", "0"), ("\\xff0A", "255,10"), ("\\xAbCd", "171,205")])
    func `bytes are read from their hexadecimal digits`(text: String, bytes: String) {
        #expect(EncodedValue.text(text, .hexBytes(exactly: nil)) == "bytes " + bytes)
    }

    @Test(arguments: ["", "\\", "x00", "00", "\\x0", "\\x123", "\\X00", "\\x0g", "\\x 0", "\\000abc", "\\xé"])
    func `what is not in hexadecimal form is refused`(text: String) {
        #expect(EncodedValue.text(text, .hexBytes(exactly: nil)).hasPrefix("refused: "))
    }

    @Test func `bytes that the column would pad are refused`() {
        #expect(EncodedValue.text("\\x0102", .hexBytes(exactly: 2)) == "bytes 1,2")
        #expect(
            EncodedValue.text("\\x01", .hexBytes(exactly: 2))
                == "refused: it has 1 bytes, and the column would pad it to 2"
        )
    }

    @Test func `blanks at the end that a CHAR column would lose are refused`() {
        #expect(EncodedValue.text(" a", .textInChar) == "text  a")
        #expect(EncodedValue.text("", .textInChar) == "text ")
        #expect(
            EncodedValue.text("a ", .textInChar) == "refused: it ends with blanks, which a CHAR column does not keep"
        )
    }

    @Test func `a word that the column spells otherwise is refused`() throws {
        let members = try #require(ChoiceMembers(columnType: "enum('x','Y')"))
        #expect(EncodedValue.text("Y", .choice(members)) == "text Y")
        #expect(
            EncodedValue.text("y", .choice(members))
                == "refused: it is none of the words that the column keeps as they are"
        )
    }
}
