import ChangeModel
import Spool
import TestSupport
import Testing

/// A reader beside a living writer: it delivers whole transactions, each once, and waits for the rest.
struct SpoolFollowingTests {
    private let spool = SpoolFixture()

    private func expect(_ reader: inout SpoolReader, _ batches: ChangeBatch...) throws {
        #expect(try SpoolFixture.drain(&reader) == batches.flatMap { BatchText.lines($0) })
    }

    @Test func anEmptyDirectoryIsWaitedFor() throws {
        var reader = SpoolReader(path: spool.path)
        try expect(&reader)
        let nowhere = reader.position
        #expect(nowhere == nil)
        try spool.write(SpoolFixture.transactions(1))
        try expect(&reader, SpoolFixture.transactions(1))
        let (position, identity) = (reader.position, reader.identity)
        #expect(position == LSN(110))
        #expect(identity == spool.identity)
    }

    @Test func theOpenSegmentIsReadAsItGrows() throws {
        var writer = try spool.writer()
        var reader = SpoolReader(path: spool.path)
        for number in 1...12 {
            let batch = SpoolFixture.transactions(1, from: number)
            try SpoolFixture.put(batch, into: &writer)
            try writer.flush()
            try expect(&reader, batch)
            try expect(&reader)
            let position = reader.position
            #expect(position == LSN(UInt64(100 + 10 * number)))
        }
        #expect(spool.fileNames.count > 1)
        try writer.finish()
        try expect(&reader)
    }

    @Test func whatIsNotFlushedIsNotSeen() throws {
        var writer = try spool.writer()
        var reader = SpoolReader(path: spool.path)
        try SpoolFixture.put(SpoolFixture.transactions(1, rows: 1, valueBytes: 4), into: &writer)
        try expect(&reader)
        try writer.flush()
        try expect(&reader, SpoolFixture.transactions(1, rows: 1, valueBytes: 4))
    }

    @Test func aGiantIsDeliveredOnlyOnceItsCommitIsThere() throws {
        var writer = try spool.writer()
        var reader = SpoolReader(path: spool.path)
        let giant = SpoolFixture.transactions(1, rows: 200)
        var cursor = 0
        while cursor < giant.records.count - 1 {
            try writer.encode(giant, from: &cursor)
            try writer.writeBlocks()
            if cursor < giant.records.count { try expect(&reader) }
        }
        try SpoolFixture.put(Self.suffix(of: giant, from: cursor), into: &writer)
        try writer.flush()
        try expect(&reader, giant)
    }

    private static func suffix(of batch: ChangeBatch, from cursor: Int) -> ChangeBatch {
        var rest = batch
        rest.records.removeSubrange(..<cursor)
        return rest
    }

    @Test func aGiantComesInSeveralBatches() throws {
        try spool.write(SpoolFixture.transactions(1, rows: 200))
        var reader = SpoolReader(path: spool.path)
        var batches = 0
        while case .batch(let batch) = try reader.next() {
            batches += 1
            #expect(batch.records.count < 100)
        }
        #expect(batches > 3)
    }

    @Test func aTransactionThatIsAbandonedIsNeverSeen() throws {
        var writer = try spool.writer()
        var reader = SpoolReader(path: spool.path)
        let before = SpoolFixture.transactions(1)
        let after = SpoolFixture.transactions(1, from: 2)
        try SpoolFixture.put(before, into: &writer)
        try SpoolFixture.put(SpoolFixture.unfinished(99, rows: 100), into: &writer)
        try expect(&reader, before)
        try writer.abandonTransaction()
        try SpoolFixture.put(after, into: &writer)
        try writer.flush()
        try expect(&reader, after)
        try writer.finish()
        #expect(try spool.findings == [])
        #expect(try spool.read() == BatchText.lines(before) + BatchText.lines(after))
    }

    @Test(arguments: [1, 3, 10, 40, 100, 300])
    func aGiantThatIsCutAndWrittenAnewWhileItIsReadComesOnce(_ rows: Int) throws {
        var writer = try spool.writer()
        var reader = SpoolReader(path: spool.path)
        for number in 1...6 {
            try SpoolFixture.put(SpoolFixture.unfinished(99, rows: rows * number), into: &writer)
            try expect(&reader)
            try writer.abandonTransaction()
            if number % 2 == 0 { try expect(&reader) }
            let whole = SpoolFixture.transactions(1, rows: 40 * number, from: number)
            try SpoolFixture.put(whole, into: &writer)
            try writer.flush()
            try expect(&reader, whole)
        }
        try writer.finish()
        #expect(try spool.findings == [])
    }

    @Test func anotherProcessThatRecoversTheSegmentMayTakeItFromUnderTheReader() throws {
        var reader = SpoolReader(path: spool.path)
        let first = SpoolFixture.transactions(1)
        do {
            var writer = try spool.writer()
            try SpoolFixture.put(first, into: &writer)
            try writer.flush()
            try SpoolFixture.put(SpoolFixture.unfinished(99, rows: 300), into: &writer)
            try expect(&reader, first)
        }
        var writer = try spool.writer()
        let recovery = writer.recovery
        #expect(recovery?.unfinishedBytes ?? 0 > 0)
        let lastPosition = writer.lastPosition
        #expect(lastPosition == LSN(110))
        try expect(&reader)
        let second = SpoolFixture.transactions(1, rows: 100, from: 2)
        try SpoolFixture.put(second, into: &writer)
        try writer.flush()
        try expect(&reader, second)
    }

    @Test func aSegmentWithoutAnyTransactionMayBeRemovedFromUnderTheReader() throws {
        var reader = SpoolReader(path: spool.path)
        do {
            var writer = try spool.writer()
            try SpoolFixture.put(SpoolFixture.unfinished(99, rows: 300), into: &writer)
            try expect(&reader)
        }
        var writer = try spool.writer()
        #expect(spool.fileNames == [])
        try expect(&reader)
        try SpoolFixture.put(SpoolFixture.transactions(2), into: &writer)
        try writer.finish()
        try expect(&reader, SpoolFixture.transactions(2))
    }

    @Test func aReaderThatStartsBehindAGiantSkipsItWhole() throws {
        let giant = SpoolFixture.transactions(1, rows: 200)
        let rest = SpoolFixture.transactions(3, from: 2)
        var writer = try spool.writer()
        for batch in [giant, rest] { try SpoolFixture.put(batch, into: &writer) }
        try writer.flush()
        #expect(try spool.read(after: LSN(110)) == BatchText.lines(rest))
        #expect(try spool.read(after: LSN(109)) == BatchText.lines(giant) + BatchText.lines(rest))
        try writer.finish()
        #expect(try spool.read(after: LSN(110)) == BatchText.lines(rest))
    }

    @Test func aHeaderThatIsNotWholeYetIsWaitedFor() throws {
        var writer = try spool.writer()
        try SpoolFixture.put(SpoolFixture.transactions(2), into: &writer)
        try writer.flush()
        let name = try #require(spool.fileNames.first)
        let bytes = ByteFile.read(spool.directory.path(of: name))
        for length in 0..<110 where length < bytes.count {
            let copy = SpoolFixture()
            ByteFile.write(Array(bytes[..<length]), to: copy.directory.path(of: name))
            #expect(try copy.read() == [])
        }
    }
}
