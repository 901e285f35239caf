import ChangeModel
import Spool
import Testing

struct SegmentFileNameTests {
    @Test(arguments: [(0, "0000000000000000"), (0x23C_91E8, "00000000023C91E8"), (UInt64.max, "FFFFFFFFFFFFFFFF")])
    func isThePositionInSixteenDigits(_ position: UInt64, _ digits: String) {
        for (state, suffix) in [(SegmentFileName.State.sealed, "segment"), (.open, "open")] {
            let name = SegmentFileName(start: LSN(position), state: state)
            #expect(name.text == digits + "." + suffix)
            #expect(SegmentFileName(name.text) == name)
        }
    }

    @Test(arguments: [
        "", ".lock", "README.md", "00000000023C91E8", "00000000023C91E8.", "00000000023C91E8.torn-1",
        "00000000023c91e8.segment",
        "0000000023C91E8.segment", "000000000023C91E8.segment", "+0000000023C91E8.open", "00000000023C91E8.segment.lz4",
        "x.open",
        "00000000023C91E8.OPEN", "00000000023C91EG.open",
    ])
    func nothingElseIsASegment(_ text: String) {
        #expect(SegmentFileName(text) == nil)
    }

    @Test func sortingTheNamesSortsThePositions() {
        let names = [5, 0x10, 0xFF, 0x100, 0x1_0000_0000].map { SegmentFileName(start: LSN($0), state: .sealed).text }
        #expect(names == names.sorted())
    }

    @Test func tornTailsAreNumbered() {
        #expect(SegmentFileName(start: LSN(100), state: .open).tornTail(3) == "0000000000000064.torn-3")
    }
}
