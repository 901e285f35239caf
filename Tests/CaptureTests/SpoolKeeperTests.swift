internal import ChangeDecoding
internal import ChangeModel
internal import Glibc
internal import Spool
internal import Telemetry
internal import TestSupport
internal import Testing
internal import Threading

@testable import Capture

/// The keeper without a source: what it makes durable, and when.
struct SpoolKeeperTests {
    private let fixture = KeeperFixture()

    @Test func `before anything came, durable is where the slot stands`() throws {
        #expect(try fixture.keeper().durable.value == fixture.start)
    }

    @Test func `durable moves to the end of a whole transaction`() throws {
        let keeper = try fixture.keeper()
        try fixture.run(keeper, StreamLine.transaction(200), StreamLine.transaction(300))
        #expect(keeper.durable.value == LSN(300))
        #expect(try fixture.commits() == [200, 300])
        let counted = fixture.counters.snapshot
        #expect(counted.transactions == 2)
        #expect(counted.rows == 2)
        #expect(counted.position == LSN(300))
    }

    @Test func `an open transaction moves nothing, however much of it has come`() throws {
        let keeper = try fixture.keeper(spool: SpoolOptions(blockBytes: 64))
        let rows = (0..<100).map { StreamLine.row(250, "row \($0)") }
        try fixture.run(keeper, StreamLine.transaction(200) + [.begin(250)] + rows)
        #expect(keeper.durable.value == LSN(200))
        #expect(try fixture.commits() == [200])
        try fixture.run(keeper, [.commit(300)])
        #expect(keeper.durable.value == LSN(300))
        #expect(try fixture.commits() == [200, 300])
        #expect(try fixture.spooled().count == 3 + 102)
    }

    @Test func `nothing is durable before a sync`() throws {
        // The queue stays open, and the interval is an hour: only the end of the run syncs.
        let keeper = try fixture.keeper(flushIntervalMilliseconds: 3_600_000)
        fixture.put(StreamLine.transaction(200))
        let durable = keeper.durable
        let fixture = fixture
        let seen = DurablePosition(.zero)
        let observer = WorkerThread(name: "observer") {
            while fixture.counters.snapshot.transactions < 1 { usleep(1_000) }
            seen.value = durable.value
            fixture.stop.request()
        }
        try keeper.run(fixture.queue)
        observer.join()
        #expect(seen.value == fixture.start)
        #expect(keeper.durable.value == LSN(200))
    }

    @Test func `a keepalive's position becomes durable when no transaction is open`() throws {
        let keeper = try fixture.keeper(until: 500)
        try fixture.run(keeper, StreamLine.transaction(200) + [.keepalive(500)])
        #expect(keeper.durable.value == LSN(500))
        #expect(try fixture.spooled().last == "position 0/1F4")
    }

    @Test func `a keepalive's position inside a transaction is not told to anybody`() throws {
        let keeper = try fixture.keeper(until: 500)
        try fixture.run(keeper, StreamLine.transaction(200) + [.begin(300), .row(300, "x"), .keepalive(600)])
        #expect(keeper.durable.value == LSN(200))
        #expect(!keeper.isFinished)
    }

    @Test func `a keepalive's position that ends the capture leaves out the transaction behind it`() throws {
        let keeper = try fixture.keeper(until: 240)
        try fixture.run(
            keeper,
            StreamLine.transaction(200) + [.keepalive(240), .begin(300), .row(300, "x")],
            [.row(300, "y"), .commit(300)]
        )
        #expect(keeper.durable.value == LSN(240))
        #expect(keeper.isFinished)
        #expect(try fixture.commits() == [200])
    }

    @Test func `a new stream drops the transaction that was open, and it comes again from its start`() throws {
        let keeper = try fixture.keeper(spool: SpoolOptions(blockBytes: 64))
        let rows = (0..<50).map { StreamLine.row(300, "row \($0)") }
        try fixture.run(keeper, StreamLine.transaction(200) + [.begin(300)] + rows)
        try keeper.beginStream(ChangeDecoder())
        try fixture.run(keeper, [.begin(300)] + rows + [.commit(300)])
        #expect(keeper.durable.value == LSN(300))
        #expect(try fixture.commits() == [200, 300])
        #expect(try fixture.spooled().count == 3 + 52)
    }

    @Test func `transactions that come again are dropped`() throws {
        let keeper = try fixture.keeper(spool: SpoolOptions(blockBytes: 64))
        try fixture.run(keeper, StreamLine.transaction(200), StreamLine.transaction(300))
        try keeper.beginStream(ChangeDecoder())
        let long = (0..<50).map { StreamLine.row(200, "row \($0)") }
        try fixture.run(
            keeper,
            [.begin(200)] + long + [.commit(200)],
            StreamLine.transaction(300),
            StreamLine.transaction(400)
        )
        #expect(keeper.durable.value == LSN(400))
        #expect(try fixture.commits() == [200, 300, 400])
        #expect(try fixture.spooled().count == 9)
    }

    @Test func `finishing drops what is open and seals the rest`() throws {
        let keeper = try fixture.keeper()
        try fixture.run(keeper, StreamLine.transaction(200) + [.begin(300), .row(300, "x")])
        try keeper.finish()
        #expect(keeper.durable.value == LSN(200))
        #expect(try SpoolSummary(path: fixture.spoolPath).segments.map(\.name.state) == [.sealed])
        #expect(try SpoolVerification(path: fixture.spoolPath).findings.isEmpty)
    }

    @Test func `what the decoder refuses ends the run, and what was durable stays`() throws {
        let keeper = try fixture.keeper()
        try fixture.run(keeper, StreamLine.transaction(200))
        #expect(throws: CaptureError.self) { try fixture.run(keeper, [.commit(300)]) }
        #expect(keeper.durable.value == LSN(200))
    }

    @Test func `nothing behind the end that was asked for is kept, in the same batch or the next`() throws {
        let keeper = try fixture.keeper(until: 250)
        try fixture.run(
            keeper,
            StreamLine.transaction(200) + StreamLine.transaction(300) + [.begin(400), .row(400, "x")],
            [.row(400, "y"), .commit(400)] + StreamLine.transaction(500)
        )
        #expect(keeper.isFinished)
        #expect(try fixture.commits() == [200, 300])
    }
}
