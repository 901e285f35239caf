internal import ArgumentParser
internal import ChangeModel
internal import Testing

@testable import reverse_migration

struct StopConditionsTests {
    private func parse(_ arguments: String...) throws -> StopConditions {
        try StopConditions.parse(arguments)
    }

    @Test func `without a word nothing ends by itself`() throws {
        let conditions = try parse()
        #expect(conditions.untilLsn == nil)
        #expect(conditions.idleMilliseconds == nil)
    }

    @Test func `a position is read in the source's spelling`() throws {
        #expect(try parse("--until-lsn", "1/23C91E8").untilLsn == LSN(0x1_023C_91E8))
    }

    @Test(arguments: ["12", "1/", "x/1", "1/2/3", "1/123456789"])
    func `what is no position is refused`(text: String) {
        #expect(throws: (any Error).self) { try parse("--until-lsn", text) }
    }

    @Test(arguments: [("0", 0), ("0.25", 250), ("30", 30_000), ("1e300", 31_536_000_000), ("inf", 31_536_000_000)])
    func `idle seconds are counted in milliseconds, up to a year`(text: String, milliseconds: Int) throws {
        #expect(try parse("--stop-when-idle", text).idleMilliseconds == milliseconds)
    }

    @Test(arguments: ["nan", "x"])
    func `what is no time is refused`(text: String) {
        #expect(throws: (any Error).self) { try parse("--stop-when-idle", text) }
    }
}
