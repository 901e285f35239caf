internal import ChangeModel
internal import TestSupport
internal import Testing

@testable import Capture

struct TableFilterTests {
    private static let beats = TableName(schema: "public", table: "beats")

    @Test func `only rows of the table go, its transactions stay`() throws {
        let fixture = KeeperFixture()
        let keeper = try fixture.keeper(heartbeatTable: TableName(schema: "public", table: "t"))
        try fixture.run(keeper, StreamLine.transaction(101))
        #expect(try fixture.spooled().map { $0.prefix { $0 != " " } } == ["begin", "commit"])
    }

    @Test func `rows of other tables are left alone`() throws {
        let fixture = KeeperFixture()
        let keeper = try fixture.keeper(heartbeatTable: Self.beats)
        try fixture.run(keeper, StreamLine.transaction(101))
        #expect(try fixture.spooled().map { $0.prefix { $0 != " " } } == ["begin", "insert", "commit"])
    }
}
