import ChangeDecoding
import ChangeModel
import Testing

/// The catalogue's names beside a recording.
struct SourceNamesTextTests {
    @Test func whatIsWrittenIsReadBack() throws {
        let tables = ["t", "T\"q", "中文", "a.b", "line\nfeed", "9", "_x1", "semi colon;"]
        let names = SourceNames(
            typeNames: [17_350: "uint1", 18_501: "\"binary\"", .max: "\"S x\".\"e\nnum\""],
            tables: Set(tables.map { TableName(schema: "S x", table: $0) } + [TableName(schema: "public", table: "t")])
        )
        let text = SourceNamesText.text(names)
        #expect(try SourceNamesText.parse(Array(text.utf8)) == names)
        #expect(text.contains("type 17350 uint1\n"))
        #expect(text.contains("table \"S x\".\"T\"\"q\"\n"))
        #expect(text.contains("table public.t\n"))
    }

    @Test func blankLinesAndAMissingEndAreNothing() throws {
        #expect(try SourceNamesText.parse([]) == SourceNames())
        let names = try SourceNamesText.parse(Array("\ntype 1 a b\n\ntable s.t".utf8))
        #expect(names == SourceNames(typeNames: [1: "a b"], tables: [TableName(schema: "s", table: "t")]))
    }

    @Test(arguments: [
        "type x uint1", "type 17350", "type 17350 ", "type 4294967296 x", "table t", "table s.", "table \"s\".\"t",
        "tables s.t", "type 1 \"x", "table \"s\".\"t\"x",
    ])
    func aLineThatIsNeitherIsAnErrorWithItsNumber(_ line: String) throws {
        let error = try #require(throws: SourceNamesError.self) {
            try SourceNamesText.parse(Array("type 1 \"a\nb\"\ntable s.t\n\(line)\n".utf8))
        }
        #expect(error.line == 4)
        #expect(error.description.contains("line 4"))
    }
}
