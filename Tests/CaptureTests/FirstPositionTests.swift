internal import ChangeModel
internal import Testing

@testable import Capture

struct FirstPositionTests {
    private func choose(spoolEnd: UInt64?, confirmed: UInt64?, wanted: UInt64 = 0, logEnd: UInt64 = 1_000) throws
        -> UInt64
    {
        try FirstPosition.choose(
            spoolEnd: spoolEnd.map { LSN($0) },
            confirmed: confirmed.map { LSN($0) },
            wanted: LSN(wanted),
            logEnd: LSN(logEnd),
            directory: "spool"
        ).rawValue
    }

    @Test func `a spool goes on where it ends, whatever the server remembers`() throws {
        #expect(try choose(spoolEnd: 500, confirmed: 100) == 500)
        #expect(try choose(spoolEnd: 500, confirmed: nil, wanted: 400) == 500)
    }

    @Test func `a new spool begins where the slot stands, or where it is told to`() throws {
        #expect(try choose(spoolEnd: nil, confirmed: 100) == 100)
        #expect(try choose(spoolEnd: nil, confirmed: 100, wanted: 50) == 100)
        #expect(try choose(spoolEnd: nil, confirmed: 100, wanted: 150) == 150)
        #expect(try choose(spoolEnd: nil, confirmed: nil) == 0)
    }

    @Test func `a spool never gets a gap`() throws {
        let error = try #require(throws: CaptureError.self) { try choose(spoolEnd: 500, confirmed: 100, wanted: 501) }
        #expect("\(error)".contains("slot.waitLSN is 0/1F5, but the spool spool ends at 0/1F4"))
    }

    @Test func `a position from the future would skip what commits before it`() throws {
        let error = try #require(throws: CaptureError.self) { try choose(spoolEnd: nil, confirmed: 100, wanted: 1_001) }
        #expect("\(error)".contains("the source's log ends at 0/3E8"))
    }

    @Test func `a source whose log ends before the spool is another one`() throws {
        #expect(try choose(spoolEnd: 1_000, confirmed: 100) == 1_000)
        let error = try #require(throws: CaptureError.self) { try choose(spoolEnd: 1_001, confirmed: 100) }
        #expect("\(error)".contains("ends at 0/3E9 but the source's log ends at 0/3E8"))
    }
}
