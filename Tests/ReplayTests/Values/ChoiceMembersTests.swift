internal import Testing

@testable import Replay

struct ChoiceMembersTests {
    private func keeps(_ text: String, _ columnType: String) -> Bool? {
        ChoiceMembers(columnType: columnType)?.keeps(Array(text.utf8).span)
    }

    @Test(arguments: ["x", "Y", "it's", "a,b", "", "é"])
    func `an ENUM keeps its own words`(word: String) {
        #expect(keeps(word, "enum('x','Y','it''s','a,b','','é')") == true)
    }

    @Test(arguments: ["y", "X", "x ", " x", "1", "2", "", "x,Y", "it''s", "e\u{301}"])
    func `an ENUM keeps nothing that is spelled otherwise`(text: String) {
        #expect(keeps(text, "enum('x','Y','it''s','é')") == false)
    }

    @Test(arguments: ["", "a", "a,b", "a,c", "b,c", "a,b,c"])
    func `a SET keeps its words in its order`(text: String) {
        #expect(keeps(text, "set('a','b','c')") == true)
    }

    @Test(arguments: ["b,a", "a,a", "A", "d", "a,d", "a,", ",a", ",", "3", "a, b"])
    func `a SET keeps nothing that it would give back otherwise`(text: String) {
        #expect(keeps(text, "set('a','b','c')") == false)
    }

    @Test(arguments: [
        "enum()", "enum", "enum('a'", "enum('a)", "enum('a',)", "enum('a' 'b')", "enum(a)", "int(11)", "varchar('a')",
        "enum('a\\\\b')", "",
    ])
    func `what is no list of words is none`(columnType: String) {
        #expect(ChoiceMembers(columnType: columnType) == nil)
    }
}
