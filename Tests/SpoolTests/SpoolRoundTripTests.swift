import ChangeModel
import Spool
import TestSupport
import Testing

/// What is put into a spool comes out of it, whatever the sizes of blocks and segments.
struct SpoolRoundTripTests {
    private static let everyKind: ChangeBatch = {
        var builder = BatchBuilder()
        let wide = Relation(
            table: TableName(schema: "Weird.Schema", table: "Tab le \"中\""),
            columns: [
                Column(name: "k", typeName: "integer", typeIdentifier: 23, isInNewImage: true, isInOldImage: true),
                Column(name: "v", typeName: "\"char\"", typeIdentifier: .max, isInNewImage: true, isInOldImage: false),
                Column(name: "gone", typeName: "text[]", isInNewImage: false, isInOldImage: true),
            ]
        )
        builder.begin(.max - 1)
        builder.row(.insert, SpoolFixture.insert, [.text("1"), .null])
        builder.row(.update, wide, [.text("1"), .text(""), .text("0"), .absent])
        builder.row(.update, SpoolFixture.insert, [.text("null"), .text("\0\u{1}\n'\"\\")])
        builder.row(.delete, SpoolFixture.delete, [.text("1")])
        builder.row(.delete, BatchBuilder.relation("keyless"), [])
        builder.truncate(
            Truncation(
                tables: [TableName(schema: "a", table: "b"), TableName(schema: "c", table: "d.e")],
                restartsSequences: true,
                cascades: false
            )
        )
        builder.truncate(
            Truncation(tables: [TableName(schema: "a", table: "b")], restartsSequences: false, cascades: true)
        )
        builder.schemaChange("ALTER TABLE \"T\" ADD c text DEFAULT 'ü\n'")
        builder.schemaChange("")
        builder.commit(
            0x1_0000_0000,
            transactionIdentifier: .max - 1,
            commitSequenceNumber: 0,
            time: .init(microsecondsSinceEpoch: -1)
        )
        builder.begin()
        builder.commit(UInt64.max)
        return builder.batch
    }()

    @Test(arguments: [1, 20, 50, 100, 1_000, 1 << 20], [1, 300, 1 << 20] as [UInt64])
    func everyKindOfRecordComesBack(_ blockBytes: Int, _ segmentBytes: UInt64) throws {
        var spool = SpoolFixture()
        spool.options.blockBytes = blockBytes
        spool.options.segmentBytes = segmentBytes
        try spool.write(Self.everyKind)
        #expect(try spool.read() == BatchText.lines(Self.everyKind))
        #expect(try spool.findings == [])
    }

    @Test func aBeginFromASpoolKnowsItsCommit() throws {
        var spool = SpoolFixture()
        for blockBytes in [1 << 20, 1] {
            spool = SpoolFixture()
            spool.options.blockBytes = blockBytes
            try spool.write(SpoolFixture.transactions(3))
            var reader = SpoolReader(path: spool.path)
            var positions: [UInt64] = []
            while case .batch(let batch) = try reader.next() {
                for case .begin(let begin) in batch.records {
                    positions.append(try #require(begin.commit?.position.rawValue))
                    #expect(begin.commitSequenceNumber == begin.commit?.commitSequenceNumber)
                }
            }
            #expect(positions == [110, 120, 130])
        }
    }

    @Test func aNotedPositionComesBackBetweenTransactions() throws {
        let spool = SpoolFixture()
        var writer = try spool.writer()
        writer.notePosition(LSN(105))
        try SpoolFixture.put(SpoolFixture.transactions(1), into: &writer)
        writer.notePosition(LSN(110))
        writer.notePosition(LSN(107))
        writer.notePosition(LSN(115))
        try writer.finish()
        let lines = try spool.read()
        #expect(lines.filter { $0.hasPrefix("position") } == ["position 0/69", "position 0/73"])
        #expect(lines.first == "position 0/69" && lines.last == "position 0/73")
    }

    @Test(arguments: [nil, LSN(100), LSN(105)] + (11...31).map { LSN(UInt64($0) * 10) } + [LSN(301), LSN(999)])
    func readingFromAnyPositionGivesExactlyTheRest(_ position: LSN?) throws {
        let spool = SpoolFixture()
        let batch = SpoolFixture.transactions(20, rows: 3)
        try spool.write(batch)
        #expect(spool.fileNames.count > 2)
        let rest = Self.lines(of: batch, after: position ?? .zero)
        #expect(try spool.read(after: position) == rest)
    }

    /// The lines of the transactions whose commit stands behind `position`.
    private static func lines(of batch: ChangeBatch, after position: LSN) -> [String] {
        var lines: [String] = []
        var open: [String] = []
        for record in batch.records {
            open.append(BatchText.line(record, of: batch))
            guard case .commit(let commit) = record else { continue }
            if commit.position > position { lines += open }
            open = []
        }
        return lines
    }

    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func randomStreamsComeBackWhateverTheSizes(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<4 {
            var spool = SpoolFixture()
            spool.options.blockBytes = Int.random(in: 1...2_000, using: &random)
            spool.options.segmentBytes = UInt64.random(in: 1...8_000, using: &random)
            var stream = RandomStream(random: random)
            var expected: [String] = []
            while stream.transactions < 40 {
                var writer = try spool.writer()
                for _ in 0..<Int.random(in: 1...6, using: &random) {
                    let batch = stream.next()
                    expected += BatchText.lines(batch)
                    try SpoolFixture.put(batch, into: &writer)
                    if Bool.random(using: &random) { try writer.flush() }
                }
                // A transaction that is still open is lost with its writer and sent again by the source.
                let lost = stream.takeBackOpenTransaction()
                expected.removeLast(lost)
                if Bool.random(using: &random) { try writer.finish() } else { try writer.flush() }
            }
            #expect(try spool.read() == expected)
            let middle = LSN(UInt64.random(in: 100...stream.lastPosition, using: &random))
            #expect(try spool.read(after: middle) == Self.rest(expected, after: middle))
            #expect(try spool.findings == [])
        }
    }

    private static func rest(_ lines: [String], after position: LSN) -> [String] {
        let lastOld = lines.lastIndex { line in
            let parts = line.split(separator: " ")
            return parts[0] == "commit" && (LSN(parts[1]) ?? .zero) <= position
        }
        return Array(lines[((lastOld ?? -1) + 1)...])
    }

    @Test func batchesOfAnotherProducerAreNotTakenForThoseOfTheFirst() throws {
        let spool = SpoolFixture()
        var writer = try spool.writer()
        var first = BatchBuilder()
        first.begin(1)
        first.row(.insert, BatchBuilder.relation("a", new: ["x"]), [.text("1")])
        first.row(.insert, BatchBuilder.relation("b", new: ["x", "y"]), [.text("2"), .text("3")])
        first.commit(110)
        var second = BatchBuilder()
        second.begin(2)
        second.row(.insert, BatchBuilder.relation("b", new: ["x", "y"]), [.text("4"), .text("5")])
        second.row(.insert, BatchBuilder.relation("c", new: ["z"]), [.text("6")])
        second.commit(120)
        for batch in [first.batch, second.batch] { try SpoolFixture.put(batch, into: &writer) }
        try writer.finish()
        #expect(try spool.read() == BatchText.lines(first.batch) + BatchText.lines(second.batch))
    }
}
