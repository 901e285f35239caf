internal import ChangeModel
internal import OpenGaussClient
internal import Testing

/// Literals and identifiers for commands of the source.
struct QuotingTests {
    @Test(arguments: [
        ("", "''"), ("plain", "'plain'"), ("it's", "'it''s'"), ("''", "''''''"), ("a\\b", "'a\\b'"), ("é漢", "'é漢'"),
    ])
    func `a literal doubles its quotes and leaves the rest`(text: String, literal: String) {
        #expect(SourceQuoting.literal(text) == literal)
    }

    @Test(arguments: [
        ("slot", "\"slot\""), ("Mixed Case", "\"Mixed Case\""), ("a\"b", "\"a\"\"b\""), ("\"", "\"\"\"\""),
        ("a'b", "\"a'b\""),
    ])
    func `an identifier doubles its quotes and leaves the rest`(name: String, identifier: String) {
        #expect(SourceQuoting.identifier(name) == identifier)
    }

    @Test func `a quote that a combining mark follows is doubled too`() {
        #expect(Array(SourceQuoting.literal("'\u{301}").unicodeScalars) == ["'", "'", "'", "\u{301}", "'"])
        #expect(Array(SourceQuoting.identifier("\"\u{301}").unicodeScalars) == ["\"", "\"", "\"", "\u{301}", "\""])
    }
}
