import ChangeModel
import Spool
import TestSupport
import Testing

/// Segments that were written once and are kept: a program of any later version must read them as they were meant.
///
/// They are made anew only with a new version of the format: `GOLDEN=1 swift test --filter writesTheGoldenSegments`.
struct GoldenSegmentTests {
    /// What stands in the segment of docs/spool-format.md, section 5.
    private static let example: ChangeBatch = {
        var builder = BatchBuilder()
        let relation = Relation(
            table: TableName(schema: "public", table: "t1"),
            columns: [
                Column(name: "id", typeName: "integer", typeIdentifier: 0, isInNewImage: true, isInOldImage: false),
                Column(name: "name", typeName: "text", typeIdentifier: 0, isInNewImage: true, isInOldImage: false),
            ]
        )
        builder.begin(12_447)
        builder.row(.insert, relation, [.text("1"), .text("alice")])
        builder.row(.insert, relation, [.text("2"), .null])
        builder.commit(
            0x23C_91E8,
            transactionIdentifier: 12_447,
            commitSequenceNumber: 832,
            time: CommitTime(microsecondsSinceEpoch: 1_795_410_099_293_515)
        )
        return builder.batch
    }()

    /// Every kind of record, in several blocks.
    private static let everything: ChangeBatch = {
        var builder = BatchBuilder()
        let wide = Relation(
            table: TableName(schema: "Weird.Schema", table: "Tab le"),
            columns: [
                Column(name: "k", typeName: "integer", typeIdentifier: 23, isInNewImage: true, isInOldImage: true),
                Column(
                    name: "中文",
                    typeName: "character varying",
                    typeIdentifier: 1043,
                    isInNewImage: true,
                    isInOldImage: false
                ),
                Column(name: "gone", typeName: "text[]", isInNewImage: false, isInOldImage: true),
            ]
        )
        builder.begin(700)
        builder.row(.insert, SpoolFixture.insert, [.text("1"), .text("")])
        builder.row(.update, wide, [.text("1"), .absent, .text("0"), .null])
        builder.row(.update, SpoolFixture.insert, [.text("it's"), .text("a \"b\" \\ \n")])
        builder.row(.delete, SpoolFixture.delete, [.text("1")])
        builder.commit(
            0x1000,
            transactionIdentifier: 700,
            commitSequenceNumber: 5,
            time: .init(microsecondsSinceEpoch: 1)
        )
        builder.begin()
        let table = TableName(schema: "a", table: "b")
        builder.truncate(
            Truncation(tables: [table, TableName(schema: "c", table: "d")], restartsSequences: true, cascades: true)
        )
        builder.truncate(Truncation(tables: [table], restartsSequences: false, cascades: false))
        builder.commit(0x2000)
        builder.begin(701)
        for number in 0..<40 {
            builder.row(
                .insert,
                SpoolFixture.insert,
                [.text("\(number)"), .text(String(repeating: "giant ", count: number))]
            )
        }
        builder.commit(
            0x3000,
            transactionIdentifier: 701,
            commitSequenceNumber: 6,
            time: .init(microsecondsSinceEpoch: 2)
        )
        return builder.batch
    }()

    @Test(arguments: ["example", "everything"])
    func theSegmentOfVersion1IsReadAsItWasMeant(_ name: String) throws {
        let spool = SpoolFixture()
        ByteFile.write(Fixture.bytes("spool/v1/\(name).segment"), to: spool.directory.path(of: Self.fileName(name)))
        let expected = Fixture.text("spool/v1/\(name).txt").split(separator: "\n").map(String.init)
        // A value may hold a line's end: the dump shows it as the two characters \n.
        #expect(try spool.read().map(Self.printable) == expected)
        #expect(try spool.findings == [])
    }

    @Test func whatTheGoldenSegmentsHoldIsWhatTheseBatchesHold() throws {
        for (name, batch) in [("example", Self.example), ("everything", Self.everything)] {
            let expected = Fixture.text("spool/v1/\(name).txt").split(separator: "\n").map(String.init)
            #expect(Self.lines(name, batch) == expected)
        }
    }

    /// The writer of today makes the same blocks, index included; only the header's time is another.
    @Test func todaysWriterMakesTheSameExample() throws {
        let spool = try Self.write("example", Self.example)
        let now = ByteFile.read(spool.directory.path(of: Self.fileName("example")))
        let then = Fixture.bytes("spool/v1/example.segment")
        let blocksStart = 8 + Int(then[4])
        let sealBytes = 48
        #expect(now.count == then.count)
        #expect(now[blocksStart..<(now.count - sealBytes)] == then[blocksStart..<(then.count - sealBytes)])
    }

    private static func fileName(_ name: String) -> String {
        name == "example" ? "00000000023C9000.segment" : "0000000000000064.segment"
    }

    private static func printable(_ line: String) -> String {
        line.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\\n")
    }

    private static func lines(_ name: String, _ batch: ChangeBatch) -> [String] {
        (BatchText.lines(batch) + (name == "everything" ? ["position 0/3500"] : [])).map(printable)
    }

    private static func write(_ name: String, _ batch: ChangeBatch) throws -> SpoolFixture {
        var spool = SpoolFixture()
        spool.options = SpoolOptions(blockBytes: 200, writer: "reverse-migration 1.0")
        spool.identity = StreamIdentity(systemIdentifier: "7312", database: "shop", slot: "back")
        var writer = try spool.writer(startingAt: name == "example" ? 0x23C_9000 : 100)
        try SpoolFixture.put(batch, into: &writer)
        if name == "everything" { writer.notePosition(LSN(0x3500)) }
        try writer.finish()
        return spool
    }

    @Test(.enabled(if: Fixture.isGoldenWanted)) func writesTheGoldenSegments() throws {
        for (name, batch) in [("example", Self.example), ("everything", Self.everything)] {
            let spool = try Self.write(name, batch)
            let target = Fixture.directory + "/spool/v1/" + name
            ByteFile.write(ByteFile.read(spool.directory.path(of: Self.fileName(name))), to: target + ".segment")
            ByteFile.write(Array(Self.lines(name, batch).map { $0 + "\n" }.joined().utf8), to: target + ".txt")
        }
    }
}
