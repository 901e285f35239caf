import ChangeModel
import Spool
import TestSupport
import Testing

/// A reader that runs while the writer runs, with transactions given up and segments sealed all the time.
struct SpoolConcurrencyTests {
    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func theReaderGetsExactlyWhatWasCommittedInOrder(_ seed: UInt64) async throws {
        let spool = SpoolFixture()
        let count = 300
        let writing = Task.detached { try Self.write(count, seed: seed, to: spool) }
        let reading = Task.detached { try Self.read(through: LSN(UInt64(100 + 10 * count)), from: spool) }
        let written = try await writing.value
        #expect(try await reading.value == written)
        #expect(try spool.findings == [])
    }

    private static func write(_ count: Int, seed: UInt64, to spool: SpoolFixture) throws -> [String] {
        var random = SeededGenerator(seed: seed)
        var lines: [String] = []
        var writer = try spool.writer()
        for number in 1...count {
            if Int.random(in: 0...3, using: &random) == 0 {
                let rows = Int.random(in: 1...120, using: &random)
                try SpoolFixture.put(SpoolFixture.unfinished(9_999, rows: rows), into: &writer)
                try writer.abandonTransaction()
            }
            let rows = Int.random(in: 0...9, using: &random) == 0 ? 100 : Int.random(in: 0...5, using: &random)
            let batch = SpoolFixture.transactions(1, rows: rows, from: number)
            lines += BatchText.lines(batch)
            try SpoolFixture.put(batch, into: &writer)
            if Bool.random(using: &random) { try writer.flush() }
        }
        try writer.finish()
        return lines
    }

    private static func read(through end: LSN, from spool: SpoolFixture) throws -> [String] {
        var reader = SpoolReader(path: spool.path)
        var lines: [String] = []
        while reader.position ?? .zero < end {
            lines += try SpoolFixture.drain(&reader)
        }
        return lines
    }
}
