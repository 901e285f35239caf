import MySQLClient
import Testing

struct ParameterListTests {
    @Test func `every append counts one value`() {
        let list = ParameterList([.null, .signed(-1), .unsigned(1), .double(1), .float(1), .decimal("1"), .text("a")])
        #expect(list.count == 7)
    }

    @Test func `an empty list is only a packet header`() {
        #expect(ParameterList().byteCount < 32)
    }

    @Test func `the encoded size grows by type, length prefix and bytes`() {
        let empty = ParameterList([.null]).byteCount
        #expect(ParameterList([.signed(1)]).byteCount == empty + 8)
        #expect(ParameterList([.float(1)]).byteCount == empty + 4)
        #expect(ParameterList([.text("abc")]).byteCount == empty + 1 + 3)
        #expect(ParameterList([.bytes(.init(repeating: 0, count: 251))]).byteCount == empty + 3 + 251)
        #expect(ParameterList([.bytes(.init(repeating: 0, count: 65_536))]).byteCount == empty + 4 + 65_536)
    }

    @Test func `removeAll begins a new execution`() {
        var list = ParameterList([.text("abc"), .signed(1)])
        list.removeAll()
        #expect(list.count == 0)
        #expect(list.byteCount == ParameterList().byteCount)
    }
}
