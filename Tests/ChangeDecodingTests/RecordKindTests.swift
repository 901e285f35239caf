import ChangeModel
import Testing

@testable import ChangeDecoding

/// A style's records begin with its own bytes, and with no other style's.
struct RecordKindTests {
    @Test(
        arguments: [
            (.serial, "BC{dpt"), (.parallelJSON, "Bc{"), (.parallelText, "Bct"), (.parallelBinary, "BCDIU"),
        ] as [(Dialect.Style, String)]
    )
    func eachStyleHasItsOwnFirstBytes(_ style: Dialect.Style, _ firsts: String) {
        let accepted = (UInt8.min...UInt8.max).filter { (try? RecordKind($0, in: style)) != nil }
        #expect(accepted == firsts.utf8.sorted())
    }
}
