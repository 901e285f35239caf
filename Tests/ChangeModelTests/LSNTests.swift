import ChangeModel
import Testing

struct LSNTests {
    @Test(arguments: [
        ("0/0", 0), ("0/23C91E8", 0x23C_91E8), ("16/B374D848", 0x16_B374_D848), ("ffffffff/FFFFFFFF", UInt64.max),
        ("00000001/00000002", 0x1_0000_0002),
    ])
    func readsTheServersSpelling(_ text: String, _ value: UInt64) {
        #expect(LSN(text) == LSN(value))
    }

    @Test(arguments: [
        "", "/", "0", "0/", "/0", "0/0/0", "0/123456789", "123456789/0", "g/0", "0/0x1", " 0/0", "0/0 ", "+1/0", "0/+1",
        "-0/0",
        "0/-0", "0 /0", "٣/0",
    ])
    func refusesEverythingElse(_ text: String) {
        #expect(LSN(text) == nil)
    }

    @Test(arguments: [0, 1, 0xFFFF_FFFF, 0x1_0000_0000, 0x23C_91E8, UInt64.max])
    func printsWhatItReads(_ value: UInt64) {
        #expect(LSN(LSN(value).description) == LSN(value))
    }

    @Test func printsUpperCaseWithoutLeadingZeros() {
        #expect(LSN(0x16_0374_D84B).description == "16/374D84B")
    }

    @Test func isOrderedByItsNumberAndNotByItsText() throws {
        #expect(try #require(LSN("9/0")) < #require(LSN("10/0")))
    }

    @Test func countsBytesSinceAnEarlierPositionAndNoneSinceALaterOne() {
        #expect(LSN(150).bytes(since: LSN(100)) == 50)
        #expect(LSN(100).bytes(since: LSN(150)) == 0)
        #expect(LSN(UInt64.max).bytes(since: .zero) == UInt64.max)
    }
}
