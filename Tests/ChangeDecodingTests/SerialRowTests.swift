import ChangeDecoding
import ChangeModel
import Testing

/// Rows of the serial dialect: operations, images, names.
struct SerialRowTests {
    @Test func anInsertHasANewImage() throws {
        let line = SerialLine.row(
            "public.t1",
            "INSERT",
            new: [("id", "integer", "1"), ("name", "character varying", "'alice'")]
        )
        #expect(
            try SerialLine.decodeRow(line) == "insert public.t1 new(id[integer]='1', name[character varying]='alice')"
        )
    }

    @Test func anUpdateHasBothImages() throws {
        let line = SerialLine.row(
            "public.t1",
            "UPDATE",
            new: [("id", "integer", "2"), ("name", "text", "null")],
            old: [("id", "integer", "1")]
        )
        #expect(
            try SerialLine.decodeRow(line)
                == "update public.t1 new(id[integer]='2', name[text]=NULL) old(id[integer]='1')"
        )
    }

    @Test func aDeleteHasAnOldImage() throws {
        let line = SerialLine.row("public.t1", "DELETE", old: [("id", "integer", "1")])
        #expect(try SerialLine.decodeRow(line) == "delete public.t1 old(id[integer]='1')")
    }

    @Test func aTableWithoutIdentityHasNoOldImage() throws {
        #expect(
            try SerialLine.decodeRow(SerialLine.row("s.t", "UPDATE", new: [("v", "text", "''")]))
                == "update s.t new(v[text]='')"
        )
        #expect(try SerialLine.decodeRow(SerialLine.row("s.t", "DELETE")) == "delete s.t")
    }

    @Test func oldValuesInAnotherOrderFindTheirColumns() throws {
        let line = SerialLine.row(
            "public.t",
            "UPDATE",
            new: [("a", "text", "'a2'"), ("b", "text", "'b2'"), ("c", "text", "'c2'")],
            old: [("c", "text", "'c1'"), ("x", "text", "'x1'"), ("a", "text", "'a1'")]
        )
        let expected =
            "update public.t new(a[text]='a2', b[text]='b2', c[text]='c2') old(a[text]='a1', c[text]='c1', x[text]='x1')"
        // Once by the parser, once by the cache.
        #expect(try SerialLine.decode(["BEGIN 1", line, line]).dropFirst() == [expected, expected])
    }

    @Test(arguments: [
        (#"public.t"#, "public", "t"), (#""Weird.Schema"."Tab le""#, "Weird.Schema", "Tab le"),
        (#"s."a""b""#, "s", #"a"b"#),
        (#""a"",""b".t"#, #"a","b"#, "t"), (#"s."x"",y""#, "s", #"x",y"#), ("\".\"\".\".\".\"", ".\".", "."),
        (#"s.表"#, "s", "表"),
        (#""sel\ect"."C1""#, #"sel\ect"#, "C1"),
    ])
    func namesLoseTheirQuotes(_ quoted: String, _ schema: String, _ table: String) throws {
        var decoder = try ChangeDecoder()
        let line = SerialLine.row(quoted, "INSERT", new: [("v", "text", "'1'")])
        let batch = try decoder.decode(SerialLine.messages(["BEGIN 1", line, line]))
        #expect(batch.relations.map(\.table) == [TableName(schema: schema, table: table)])
    }

    @Test(arguments: [
        ("a", "a"), (#""C 1""#, "C 1"), (#""say ""hi""""#, #"say "hi""#), (#""a,b""#, "a,b"), ("é", "é"),
        (#""中文""#, "中文"),
    ])
    func columnNamesLoseTheirQuotes(_ quoted: String, _ name: String) throws {
        let line = SerialLine.row("s.t", "INSERT", new: [(quoted, "text", "'1'")])
        #expect(try SerialLine.decodeRow(line) == "insert s.t new(\(name)[text]='1')")
    }

    @Test func typeNamesStayAsTheServerWritesThem() throws {
        let line = SerialLine.row(
            "s.t",
            "INSERT",
            new: [("a", #""binary""#, #"'\x00'"#), ("b", "integer[]", "'{1,2}'")]
        )
        #expect(try SerialLine.decodeRow(line) == #"insert s.t new(a["binary"]='\x00', b[integer[]]='{1,2}')"#)
    }

    @Test func aTextWithoutEscapesIsNotCopied() throws {
        var decoder = try ChangeDecoder()
        let messages = SerialLine.messages([
            "BEGIN 1", SerialLine.insert(literal: "'plain'"), SerialLine.insert(literal: "'a''b'"),
        ])
        let batch = try decoder.decode(messages)
        #expect(batch.bytes.count == messages.bytes.count + "a'b".utf8.count)
        #expect(try #require(batch.values[0].range).upperBound <= messages.bytes.count)
        #expect(try #require(batch.values[1].range).lowerBound == messages.bytes.count)
    }

    @Test func truncateNamesItsTables() throws {
        #expect(
            try SerialLine.decode([
                "BEGIN 1", "table public.rif: TRUNCATE: (no-flags)",
                "table s.a, \"S x\".\"b, c: d\": TRUNCATE: restart_seqs cascade",
                "table s.a: TRUNCATE: restart_seqs", "table s.a: TRUNCATE: cascade",
            ]) == [
                "begin xid=1", "truncate public.rif", "truncate s.a,S x.b, c: d restart cascade",
                "truncate s.a restart",
                "truncate s.a cascade",
            ]
        )
    }

    @Test(arguments: [
        "table", "table ", "table s", "table s.", "table .a: TRUNCATE: (no-flags)", "table s.a", "table s.a: TRUNCATE",
        "table s.a: TRUNCATE: (no-flags) ", "table s.a: TRUNCATE: (no-flags) cascade",
        "table s.a, : TRUNCATE: (no-flags)",
        "table s.a: TRUNCATE: cascade restart_seqs", "table \"s.a: TRUNCATE: (no-flags)",
        "tables s.a: TRUNCATE: (no-flags)",
        "table s.a: INSERT: id[integer]:1",
    ])
    func aTruncateOfAnyOtherFormIsAnError(_ line: String) {
        #expect(throws: DecodingError.self) { try SerialLine.decode(["BEGIN 1", line]) }
    }
}
