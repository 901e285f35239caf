internal import ChangeModel
internal import OpenGaussClient
internal import Testing

struct WhiteTableListTests {
    private func admits(_ entries: [String], _ schema: String, _ table: String) -> Bool {
        WhiteTableList(entries).admits(TableName(schema: schema, table: table))
    }

    @Test func `an empty list admits all`() {
        #expect(admits([], "public", "t"))
    }

    @Test(arguments: ["public.t", "public.*", "*.t", "*.*", "public", "*"])
    func `an entry names a table, a schema, or a table of any schema`(entry: String) {
        #expect(admits([entry], "public", "t"))
        #expect(admits(["other.x", entry], "public", "t"))
    }

    @Test(arguments: ["public.u", "other.*", "*.u", "other", "Public.t", "public.t.x", ""])
    func `any other entry does not admit it`(entry: String) {
        #expect(!admits([entry], "public", "t"))
    }

    @Test func `the first dot splits`() {
        #expect(admits(["public.a.b"], "public", "a.b"))
        #expect(!admits(["public.a.b"], "public.a", "b"))
    }
}
