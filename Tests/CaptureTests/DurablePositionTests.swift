internal import ChangeModel
internal import Testing

@testable import Capture

struct DurablePositionTests {
    @Test func `what is set is what is got`() {
        let durable = DurablePosition(LSN(7))
        #expect(durable.value == LSN(7))
        durable.value = LSN(.max)
        #expect(durable.value == LSN(.max))
    }
}
