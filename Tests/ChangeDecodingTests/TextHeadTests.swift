import ChangeDecoding
import ChangeModel
import Synchronization
import TestSupport
import Testing

/// The head of a row of style t has schema and table without quotes: what cannot be told apart is asked, and never guessed.
struct TextHeadTests {
    private static let first = TableName(schema: "na", table: "me t")
    private static let second = TableName(schema: "na me", table: "t")

    private static func names(_ tables: TableName...) -> SourceNames {
        SourceNames(tables: Set(tables))
    }

    @Test(arguments: [
        "a.b", "INSERT:", "INSERT: id[integer]:1", "sp ace", " lead", "trail ", "dq\"uote", "sq'uote", "tab[int]:x",
        "中文表",
        "a UPDATE: b", "UPDATE: DELETE:", "x INSERT: \"", "x INSERT: v[text]:'", "x DELETE: (no-tuple-data)",
    ])
    func aNameThatTheCatalogueKnowsIsFound(_ name: String) throws {
        for table in [
            TableName(schema: "W s.x", table: name), TableName(schema: name, table: "t"),
            TableName(schema: "s", table: name),
        ] {
            let plain = TableName(schema: "s", table: "x")
            for (operation, expected) in [
                ("INSERT", "insert \(table) new(v[text]='1')"), ("UPDATE", "update \(table) new(v[text]='1')"),
            ] {
                let row = TextLine.row("\(table.schema) \(table.table)", operation, new: [("v", "text", "'1'")])
                #expect(try TextLine.decodeRow(row, tables: [table, plain]) == expected)
            }
        }
    }

    /// One blank can be read in one way only, whatever the catalogue says.
    @Test func aPlainNameNeedsNoCatalogue() throws {
        #expect(try TextLine.decodeRow("table S\"x a.b INSERT: v[text]:1") == "insert S\"x.a.b new(v[text]='1')")
    }

    @Test func theCatalogueDecidesBetweenTwoReadings() throws {
        let row = "table na me t INSERT: v[text]:'1'"
        #expect(try TextLine.decode([row], tables: [Self.first]) == ["insert na.me t new(v[text]='1')"])
        #expect(try TextLine.decode([row], tables: [Self.second]) == ["insert na me.t new(v[text]='1')"])
    }

    @Test func twoTablesOfOneTextAreRefused() throws {
        let error = try #require(throws: DecodingError.self) {
            try TextLine.decode(["table na me t INSERT: v[text]:'secret'"], tables: [Self.first, Self.second])
        }
        guard case .refused(let reason, let position) = error else { throw error }
        #expect(position == LSN(2))
        #expect(reason.contains(#"na."me t" or "na me".t"#) && reason.contains("more than one"))
        #expect(reason.contains("white-table-list") && !reason.contains("secret"))
    }

    @Test func anUnknownTableIsAskedForAndFound() throws {
        let asked = Atomic(0)
        var decoder = try TextLine.decoder { [first = Self.first] in
            asked.add(1, ordering: .relaxed)
            return Self.names(first)
        }
        let rows = Array(repeating: "table na me t INSERT: v[text]:'1'", count: 3)
        let batch = try decoder.decode(SerialLine.messages([TextLine.begin] + rows))
        #expect(batch.relations.map(\.table) == [Self.first])
        #expect(asked.load(ordering: .relaxed) == 1)
    }

    @Test func aTableThatNobodyKnowsIsRefused() throws {
        let error = try #require(throws: DecodingError.self) {
            try TextLine.decode(["table a b c d INSERT: v[text]:'1'"])
        }
        #expect(error.description.contains(#"a."b c d" or "a b"."c d" or "a b c".d"#))
        #expect(error.description.contains("none of them"))
    }

    /// A table's name may end so that its rows begin as another table's do: then no comparison may stand for reading.
    @Test func aTableWhoseRowsBeginAsThoseOfAnotherIsToldApart() throws {
        let plain = TableName(schema: "s", table: "t")
        let misleading = TableName(schema: "s", table: "t INSERT: v[text]:'")
        let rows = [
            "table s t INSERT: v[text]:'1'", "table s t INSERT: v[text]:' INSERT: v[text]:'2'",
            "table s t INSERT: v[text]:'3'", "table s t INSERT: v[text]:' INSERT: v[text]:'4'",
        ]
        #expect(
            try TextLine.decode(rows, tables: [plain, misleading]) == [
                "insert s.t new(v[text]='1')", "insert s.\(misleading.table) new(v[text]='2')",
                "insert s.t new(v[text]='3')", "insert s.\(misleading.table) new(v[text]='4')",
            ]
        )
    }

    /// An operation's word inside a column's quotes ends no head; inside a table's name it does not, either.
    @Test func theHeadEndsWhereTheRestParses() throws {
        let odd = TableName(schema: "s", table: "t INSERT: \"")
        #expect(
            try TextLine.decodeRow("table s t INSERT: \" INSERT: \"[integer]:1")
                == "insert s.t new( INSERT: [integer]='1')"
        )
        let row = "table s t INSERT: \" INSERT: v[text]:'\"[integer]:1 w[text]:'"
        #expect(
            try TextLine.decodeRow(row, tables: [odd])
                == "insert s.\(odd.table) new(v[text]='\"[integer]:1 w[text]:')"
        )
        #expect(throws: DecodingError.self) { try TextLine.decode([row]) }
    }

    @Test(arguments: [
        "table  t INSERT: v[text]:1", "table s INSERT: v[text]:1", "table INSERT: v[text]:1",
        "table s  INSERT: v[text]:1",
    ])
    func aHeadWithoutSchemaOrTableIsAnError(_ row: String) {
        #expect(throws: DecodingError.self) { try TextLine.decode([row]) }
    }
}
