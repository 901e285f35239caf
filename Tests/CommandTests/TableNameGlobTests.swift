internal import ChangeModel
internal import Testing

@testable import reverse_migration

struct TableNameGlobTests {
    @Test(arguments: [
        ("public.orders", true), ("public.*", true), ("*.orders", true), ("*", true), ("orders", true), ("ord*", true),
        ("o?ders", true), ("*rd*s", true), ("*.*", true), ("*.ord**ers*", true), ("Public.orders", false),
        ("orders?", false), ("order", false), ("public", false), ("", false), ("other.*", false), ("?rders?", false),
    ])
    func `a pattern matches whole names`(_ pattern: String, _ matches: Bool) {
        let table = TableName(schema: "public", table: "orders")
        #expect(TableNameGlob(pattern).matches(table) == matches)
    }

    @Test func `many stars cost no more than one`() {
        let table = TableName(schema: "public", table: String(repeating: "a", count: 2_000))
        let pattern = TableNameGlob(String(repeating: "*a", count: 500) + "*b")
        #expect(!pattern.matches(table))
    }
}
