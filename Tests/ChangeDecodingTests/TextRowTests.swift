import ChangeDecoding
import ChangeModel
import TestSupport
import Testing

/// Rows of style t: operations, images, names, types, values.
struct TextRowTests {
    private typealias Column = (name: String, type: String, value: String)

    @Test func anInsertHasANewImage() throws {
        let row = "table public t1 INSERT: id[integer]:1 name[character varying]:'alice'"
        #expect(
            try TextLine.decodeRow(row) == "insert public.t1 new(id[integer]='1', name[character varying]='alice')"
        )
    }

    @Test func anUpdateHasTheNewImageFirst() throws {
        let row = "table public t1 UPDATE: old-key: id[integer]:1 new-tuple: id[integer]:2 name[text]:null"
        #expect(
            try TextLine.decodeRow(row)
                == "update public.t1 new(id[integer]='2', name[text]=NULL) old(id[integer]='1')"
        )
    }

    @Test func aDeleteHasAnOldImage() throws {
        #expect(
            try TextLine.decodeRow("table public t1 DELETE: id[integer]:1") == "delete public.t1 old(id[integer]='1')"
        )
    }

    @Test func aTableWithoutIdentityHasNoOldImage() throws {
        #expect(try TextLine.decodeRow("table s t UPDATE: v[text]:''") == "update s.t new(v[text]='')")
        #expect(try TextLine.decodeRow("table s t DELETE: (no-tuple-data)") == "delete s.t")
    }

    @Test func oldValuesInAnotherOrderFindTheirColumns() throws {
        let row = TextLine.row(
            "public t",
            "UPDATE",
            new: [("a", "text", "'a2'"), ("b", "text", "'b2'"), ("c", "text", "'c2'")],
            old: [("c", "text", "'c1'"), ("x", "text", "'x1'"), ("a", "text", "'a1'")]
        )
        #expect(
            try TextLine.decodeRow(row)
                == "update public.t new(a[text]='a2', b[text]='b2', c[text]='c2') old(a[text]='a1', c[text]='c1', x[text]='x1')"
        )
    }

    @Test(arguments: [
        ("1", "'1'"), ("-1.50", "'-1.50'"), (".1", "'.1'"), ("1e-05", "'1e-05'"), ("NaN", "'NaN'"),
        ("Infinity", "'Infinity'"), ("-Infinity", "'-Infinity'"), ("true", "'t'"), ("false", "'f'"), ("null", "NULL"),
        ("unchanged-toast-datum", "ABSENT"), ("''", "''"), ("'null'", "'null'"),
        ("'unchanged-toast-datum'", "'unchanged-toast-datum'"),
        ("'it''s'", "'it's'"), ("''''", "'''"), ("''''''", "''''"), ("'a\\nb\\'", "'a\\nb\\'"), ("'a\nb'", "'a\nb'"),
        ("'x'' b[integer]:1'", "'x' b[integer]:1'"), ("'x b[text]:y'", "'x b[text]:y'"), ("'中文 😀'", "'中文 😀'"),
        ("B'0101'", "'0101'"), ("B''", "''"), ("'(no-tuple-data)'", "'(no-tuple-data)'"),
        ("' new-tuple: '", "' new-tuple: '"),
        ("'a DELETE: (no-tuple-data)'", "'a DELETE: (no-tuple-data)'"),
        ("'a INSERT: v[text]:''b'", "'a INSERT: v[text]:'b'"),
    ])
    func valuesLoseTheirQuotes(_ literal: String, _ expected: String) throws {
        #expect(try TextLine.decodeValue(literal) == expected)
    }

    @Test(arguments: [
        ("a", "a"), (#""C 1""#, "C 1"), (#""say ""hi""""#, #"say "hi""#), (#""a[int]:1 b""#, "a[int]:1 b"),
        (#""中文""#, "中文"), (#""new-tuple:""#, "new-tuple:"), (#""q'""#, "q'"), ("c$1", "c$1"),
    ])
    func columnNamesLoseTheirQuotes(_ quoted: String, _ name: String) throws {
        let columns: [Column] = [(quoted, "text", "'1'"), ("other", "text", "'2'")]
        #expect(
            try TextLine.decodeRow(TextLine.row("s t", "INSERT", new: columns))
                == "insert s.t new(\(name)[text]='1', other[text]='2')"
        )
    }

    @Test(arguments: [
        "integer[]", #""binary""#, #""char""#, "timestamp with time zone", #""odd ] type""#, #""odd "" ] type"[]"#,
        "zb.z_enumset_e_25354_anonymous_enum_1", #"s."T:x""#,
    ])
    func typeNamesStayAsTheServerWritesThem(_ type: String) throws {
        let columns: [Column] = [("a", type, "'1'"), ("b", "text", "'2'")]
        #expect(
            try TextLine.decodeRow(TextLine.row("s t", "INSERT", new: columns))
                == "insert s.t new(a[\(type)]='1', b[text]='2')"
        )
    }

    @Test func onlyATextWithQuotesInItIsCopied() throws {
        var decoder = try TextLine.decoder()
        let messages = SerialLine.messages([TextLine.begin, TextLine.insert("'plain'"), TextLine.insert("'a''b'")])
        let batch = try decoder.decode(messages)
        #expect(batch.bytes.count == messages.bytes.count + "a'b".utf8.count)
        #expect(try #require(batch.values[0].range).upperBound <= messages.bytes.count)
        #expect(try #require(batch.values[1].range).lowerBound == messages.bytes.count)
    }

    /// An ALTER TABLE, an identity that changes, and rows of which one is the beginning of the other.
    @Test func shapesThatTakeTurnsAreToldApart() throws {
        let rows = [
            TextLine.row("s t", "INSERT", new: [("a", "text", "'it''s'")]),
            TextLine.row("s t", "INSERT", new: [("a", "text", "'it''s'"), ("b", "text", "'1'")]),
            TextLine.row("s t", "INSERT", new: [("a", "text", "'it''s'"), ("b", "integer", "1")]),
            TextLine.row("s t", "UPDATE", new: [("a", "text", "'1'")], old: [("a", "text", "'0'")]),
            TextLine.row("s t", "UPDATE", new: [("a", "text", "'1'")]),
            TextLine.row("s t", "DELETE", old: [("a", "text", "'1'")]),
            TextLine.row("s t", "DELETE"),
            TextLine.row("s t2", "DELETE"),
        ]
        let lines = try TextLine.decode(rows + rows + rows.reversed())
        #expect(lines.prefix(rows.count).elementsEqual(lines.suffix(rows.count).reversed()))
        #expect(lines.prefix(rows.count).elementsEqual(lines[rows.count..<(rows.count * 2)]))
        #expect(
            lines.prefix(rows.count) == [
                "insert s.t new(a[text]='it's')", "insert s.t new(a[text]='it's', b[text]='1')",
                "insert s.t new(a[text]='it's', b[integer]='1')", "update s.t new(a[text]='1') old(a[text]='0')",
                "update s.t new(a[text]='1')", "delete s.t old(a[text]='1')", "delete s.t", "delete s.t2",
            ]
        )
    }

    @Test func aRowThatIsNotOfTheShapeTriedFirstLeavesNothingBehind() throws {
        let short = TextLine.row("s t", "INSERT", new: [("a", "text", "'it''s'")])
        let long = TextLine.row("s t", "INSERT", new: [("a", "text", "'it''s'"), ("b", "text", "'1'")])
        var decoder = try TextLine.decoder()
        let messages = SerialLine.messages([TextLine.begin, long, short, long, short])
        let batch = try decoder.decode(messages)
        #expect(batch.values.count == 6)
        #expect(batch.bytes.count == messages.bytes.count + 4 * "it's".utf8.count)
    }

    /// The relations of both are the same, and so are the texts.
    @Test func theSameChangeInJSONGivesTheSame() throws {
        let new: [Column] = [
            ("id", "integer", "1"), (#""C 1""#, #""binary""#, "'\\x00'"), ("n", "text", "null"),
            ("v", "text", "'it''s \n'"),
        ]
        let old: [Column] = [("n", "text", "'n0'"), ("gone", "bit", "B'1'"), ("id", "integer", "0")]
        for (operation, newImage, oldImage) in [
            ("INSERT", new, []), ("UPDATE", new, old), ("UPDATE", new, []), ("DELETE", [], old), ("DELETE", [], []),
        ] {
            var text = try TextLine.decoder()
            var json = try TextLine.decoder(.parallelJSON)
            let fromText = try text.decode(
                SerialLine.messages([TextLine.begin, TextLine.row("s t", operation, new: newImage, old: oldImage)])
            )
            let fromJSON = try json.decode(
                SerialLine.messages([TextLine.begin, SerialLine.row("s.t", operation, new: newImage, old: oldImage)])
            )
            #expect(fromText.relations == fromJSON.relations)
            #expect(BatchText.lines(fromText) == BatchText.lines(fromJSON))
        }
    }
}
