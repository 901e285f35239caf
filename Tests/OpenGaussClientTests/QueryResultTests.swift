internal import Testing

@testable import OpenGaussClient

struct QueryResultTests {
    private let result = QueryResult(columns: ["name", "size"], rows: [["a", nil], ["b", "2"]])

    @Test func `the first row's value is found by its column`() {
        #expect(result.first("name") == "a")
    }

    @Test func `NULL, an unknown column and a result without rows are nil`() {
        #expect(result.first("size") == nil)
        #expect(result.first("colour") == nil)
        #expect(QueryResult(columns: ["name"], rows: []).first("name") == nil)
    }

    @Test func `a value of another row is found by its column`() {
        #expect(result.value("size", in: result.rows[1]) == "2")
        #expect(result.value("size", in: result.rows[0]) == nil)
    }

    @Test(arguments: [("t", true), ("1", true), ("f", false), ("0", false), (nil, false)] as [(String?, Bool)])
    func `a boolean is read as any openGauss prints it`(text: String?, isTrue: Bool) {
        #expect(QueryResult.isTrue(text) == isTrue)
    }
}
