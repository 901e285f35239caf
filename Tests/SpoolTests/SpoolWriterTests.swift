import ChangeModel
import Spool
import TestSupport
import Testing

/// What the writer promises: what is durable, what comes twice, whose spool it is, and what happens without room.
struct SpoolWriterTests {
    private var spool = SpoolFixture()

    @Test func durableIsOnlyWhatWasFlushed() throws {
        var writer = try spool.writer()
        var durable = [writer.durablePosition]
        try SpoolFixture.put(SpoolFixture.transactions(1, rows: 1, valueBytes: 4), into: &writer)
        let taken = writer.lastPosition
        durable.append(writer.durablePosition)
        try writer.flush()
        durable.append(writer.durablePosition)
        writer.notePosition(LSN(115))
        durable.append(writer.durablePosition)
        try writer.flush()
        durable.append(writer.durablePosition)
        #expect(taken == LSN(110))
        #expect(durable == [100, 100, 110, 110, 115].map { LSN($0) })
    }

    @Test func durableIsNeverInsideATransaction() throws {
        var writer = try spool.writer()
        try SpoolFixture.put(SpoolFixture.transactions(1), into: &writer)
        try SpoolFixture.put(SpoolFixture.unfinished(2, rows: 100), into: &writer)
        writer.notePosition(LSN(200))
        try writer.flush()
        let durablePosition = writer.durablePosition
        #expect(durablePosition == LSN(110))
    }

    @Test func whatComesTwiceIsKeptOnce() throws {
        let batch = SpoolFixture.transactions(5, rows: 30)
        do {
            var writer = try spool.writer()
            for _ in 0..<2 { try SpoolFixture.put(batch, into: &writer) }
            try writer.finish()
        }
        var again = try spool.writer()
        let recovery = again.recovery
        let lastPosition = again.lastPosition
        #expect(recovery == nil && lastPosition == LSN(150))
        try SpoolFixture.put(SpoolFixture.transactions(6, rows: 30), into: &again)
        try again.finish()
        #expect(try spool.read() == BatchText.lines(SpoolFixture.transactions(6, rows: 30)))
        #expect(try spool.findings == [])
    }

    @Test func anAbandonedTransactionLeavesTheFinishedOneBeforeItWhole() throws {
        // The first transaction's start stands in the file, its commit only in memory, when the second is abandoned.
        let first = SpoolFixture.transactions(1, rows: 40)
        var writer = try spool.writer()
        try SpoolFixture.put(first, into: &writer)
        var second = BatchBuilder()
        second.begin(2)
        try SpoolFixture.put(second.batch, into: &writer)
        try writer.finish()
        #expect(try spool.read() == BatchText.lines(first))
        #expect(try spool.findings == [])
    }

    @Test func finishingWithoutATransactionLeavesNoFile() throws {
        var writer = try spool.writer()
        try SpoolFixture.put(SpoolFixture.unfinished(1, rows: 100), into: &writer)
        #expect(spool.fileNames.count == 1)
        try writer.finish()
        #expect(spool.fileNames == [])
    }

    @Test func relationsOfAnAbandonedTransactionAreDescribedAgain() throws {
        var writer = try spool.writer()
        try SpoolFixture.put(SpoolFixture.unfinished(1, rows: 3), into: &writer)
        try writer.abandonTransaction()
        try SpoolFixture.put(SpoolFixture.transactions(2), into: &writer)
        try writer.finish()
        #expect(try spool.read() == BatchText.lines(SpoolFixture.transactions(2)))
    }

    @Test mutating func aSegmentIsSealedBehindItsSizeAndNamedByItsStart() throws {
        spool.options.segmentBytes = 1
        spool.options.blockBytes = 1
        try spool.write(SpoolFixture.transactions(3))
        #expect(
            spool.fileNames == ["0000000000000064.segment", "000000000000006E.segment", "0000000000000078.segment"]
        )
    }

    @Test func aSecondWriterIsRefusedWithTheHoldersNumber() throws {
        let writer = try spool.writer()
        let error = try #require(throws: SpoolError.self) { _ = try spool.writer().lastPosition }
        guard case .locked(_, let holder) = error else { throw error }
        #expect(Int(holder) ?? 0 > 1)
        #expect(error.description.contains("process \(holder)"))
        let lastPosition = writer.lastPosition
        #expect(lastPosition == LSN(100))
    }

    @Test func aWriterThatEndedLeavesTheSpoolToTheNext() throws {
        for _ in 0..<3 {
            let writer = try spool.writer()
            let isInTransaction = writer.isInTransaction
            #expect(!isInTransaction)
        }
    }

    @Test mutating func aSpoolOfAnotherSourceIsRefused() throws {
        try spool.write(SpoolFixture.transactions(1))
        for identity in [
            StreamIdentity(systemIdentifier: "7002", database: "shop", slot: "back"),
            StreamIdentity(systemIdentifier: "7001", database: "shops", slot: "back"),
            StreamIdentity(systemIdentifier: "7001", database: "shop", slot: "forth"),
        ] {
            spool.identity = identity
            let error = try #require(throws: SpoolError.self) { _ = try spool.writer().lastPosition }
            guard case .otherSource = error else { throw error }
        }
    }

    @Test mutating func anOpenSegmentOfAnotherSourceIsLeftAsItIs() throws {
        do {
            var writer = try spool.writer()
            try SpoolFixture.put(SpoolFixture.transactions(1), into: &writer)
            try writer.flush()
        }
        let before = spool.fileNames
        #expect(before.contains { $0.hasSuffix(".open") })
        spool.identity = StreamIdentity(systemIdentifier: "7002", database: "shop", slot: "back")
        let error = try #require(throws: SpoolError.self) { _ = try spool.writer().lastPosition }
        guard case .otherSource = error else { throw error }
        #expect(spool.fileNames == before)
    }

    @Test mutating func behindTheLimitNothingIsWrittenAndNothingLost() throws {
        spool.options.sizeLimitBytes = 2_500
        let batch = SpoolFixture.transactions(60)
        var writer = try spool.writer()
        var cursor = 0
        var refusals = 0
        while cursor < batch.records.count {
            do {
                try writer.encode(batch, from: &cursor)
                try writer.writeBlocks()
            } catch {
                guard case .limitReached(_, 2_500) = error else { throw error }
                refusals += 1
                #expect(error.isLackOfRoom)
                try makeRoom()
            }
        }
        #expect(refusals > 1)
        while true {
            do {
                try writer.finish()
                break
            } catch {
                try makeRoom()
            }
        }
        let archived = SpoolFixture()
        archived.directory.becomeCopy(of: archive)
        for name in spool.fileNames {
            ByteFile.write(ByteFile.read(spool.directory.path(of: name)), to: archived.directory.path(of: name))
        }
        #expect(try archived.read() == BatchText.lines(batch))
        #expect(try archived.findings == [])
    }

    private let archive = TemporaryDirectory()

    private func makeRoom() throws {
        let sealed = spool.fileNames.filter { $0.hasSuffix(".segment") }
        try #require(!sealed.isEmpty)
        for name in sealed {
            ByteFile.write(ByteFile.read(spool.directory.path(of: name)), to: archive.path(of: name))
            spool.directory.remove(name)
        }
    }

    @Test func aSpoolWhoseSegmentsWereAllMovedAwayBeginsAnew() throws {
        try spool.write(SpoolFixture.transactions(1))
        for name in spool.fileNames { spool.directory.remove(name) }
        let writer = try spool.writer(startingAt: 777)
        let lastPosition = writer.lastPosition
        #expect(lastPosition == LSN(777))
    }
}
