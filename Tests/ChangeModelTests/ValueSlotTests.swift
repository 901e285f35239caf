import ChangeModel
import Testing

struct ValueSlotTests {
    @Test func nullAbsentAndTheEmptyTextAreThreeThings() {
        let empty = ValueSlot(range: 5..<5)
        #expect(empty != .null && empty != .absent && ValueSlot.null != .absent)
        #expect(!empty.isNull && !empty.isAbsent)
        #expect(ValueSlot.null.isNull && !ValueSlot.null.isAbsent && ValueSlot.null.range == nil)
        #expect(ValueSlot.absent.isAbsent && !ValueSlot.absent.isNull && ValueSlot.absent.range == nil)
    }

    @Test func givesBackTheRangeItWasMadeFrom() {
        #expect(ValueSlot(range: 5..<5).range == 5..<5)
        #expect(ValueSlot(range: 7..<1_000_000).range == 7..<1_000_000)
    }

    @Test func staysTwoWordsLarge() {
        #expect(MemoryLayout<ValueSlot>.size == 16)
    }
}
