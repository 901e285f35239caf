internal import ChangeModel
internal import Testing

@testable import Capture

struct ConfirmedPositionTests {
    @Test func `a capture begins with what its spool holds, received and durable alike`() {
        let confirmed = ConfirmedPosition(durable: LSN(100))
        #expect(confirmed.durable == LSN(100))
        #expect(confirmed.received == LSN(100))
    }

    @Test func `a message moves what is received and never what is durable`() {
        var confirmed = ConfirmedPosition(durable: LSN(100))
        confirmed.sawMessage(at: LSN(500))
        #expect(confirmed.received == LSN(500))
        #expect(confirmed.durable == LSN(100))
    }

    @Test func `a message that was sent again does not take back what is received`() {
        var confirmed = ConfirmedPosition(durable: LSN(100))
        confirmed.sawMessage(at: LSN(500))
        confirmed.sawMessage(at: LSN(50))
        #expect(confirmed.received == LSN(500))
    }

    @Test func `what the spool synced is durable, and received at the least`() {
        var confirmed = ConfirmedPosition(durable: LSN(100))
        confirmed.sawMessage(at: LSN(200))
        confirmed.spooled(LSN(150))
        #expect(confirmed.durable == LSN(150))
        #expect(confirmed.received == LSN(200))
        confirmed.spooled(LSN(300))
        #expect(confirmed.durable == LSN(300))
        #expect(confirmed.received == LSN(300))
    }
}
