import ChangeModel
import Spool
import TestSupport
import Testing

/// Damage in sealed segments: verification reports it, and a reader stops before it gives out a wrong row.
struct SpoolDamageTests {
    private static let batch = SpoolFixture.transactions(3)

    private static func sealed() throws -> (name: String, bytes: [UInt8]) {
        var spool = SpoolFixture()
        spool.options.blockBytes = 60
        spool.options.segmentBytes = 1 << 20
        try spool.write(batch)
        let name = try #require(spool.fileNames.first)
        return (name, ByteFile.read(spool.directory.path(of: name)))
    }

    private static func expectRefusal(_ bytes: [UInt8], _ name: String, _ what: String) throws {
        let spool = SpoolFixture()
        ByteFile.write(bytes, to: spool.directory.path(of: name))
        #expect(try !spool.findings.isEmpty, "\(what)")
        #expect(throws: SpoolError.self, "\(what)") { try spool.read() }
        #expect(throws: SpoolError.self, "\(what)") { try spool.read(after: LSN(110)) }
        #expect(throws: SpoolError.self, "\(what)") { _ = try spool.writer().lastPosition }
    }

    @Test func anyByteThatIsChangedIsFound() throws {
        let (name, bytes) = try Self.sealed()
        for place in bytes.indices {
            for mask in [0x01, 0x80, 0xFF] as [UInt8] {
                var damaged = bytes
                damaged[place] ^= mask
                try Self.expectRefusal(damaged, name, "\(place) \(mask)")
            }
        }
    }

    @Test func anyLengthButItsOwnIsFound() throws {
        let (name, bytes) = try Self.sealed()
        for length in bytes.indices { try Self.expectRefusal(Array(bytes[..<length]), name, "\(length)") }
        try Self.expectRefusal(bytes + [0], name, "longer")
        try Self.expectRefusal(bytes + bytes, name, "twice")
    }

    @Test func aRenamedSegmentIsFound() throws {
        let (_, bytes) = try Self.sealed()
        try Self.expectRefusal(bytes, "0000000000000065.segment", "renamed")
    }

    /// A spool of many segments, the middle ones of which are played with.
    private static func many() throws -> SpoolFixture {
        var spool = SpoolFixture()
        spool.options.blockBytes = 1
        spool.options.segmentBytes = 1
        try spool.write(SpoolFixture.transactions(6))
        #expect(spool.fileNames.count == 6)
        return spool
    }

    @Test func aMissingSegmentIsAGapThatIsNamed() throws {
        let spool = try Self.many()
        spool.directory.remove(spool.fileNames[2])
        #expect(try spool.findings.count == 1)
        var reader = SpoolReader(path: spool.path)
        var lines: [String] = []
        let error = try #require(throws: SpoolError.self) {
            while case .batch(let batch) = try reader.next() { lines += BatchText.lines(batch) }
        }
        guard case .gap(_, LSN(120), LSN(130)) = error else { throw error }
        #expect(error.description.contains("0000000000000078.segment"))
        #expect(lines == BatchText.lines(SpoolFixture.transactions(2)))
    }

    @Test func aPositionBeforeEverythingIsNamed() throws {
        let spool = try Self.many()
        spool.directory.remove(spool.fileNames[0])
        let error = try #require(throws: SpoolError.self) { try spool.read(after: LSN(105)) }
        guard case .startsTooLate(_, LSN(110), LSN(105)) = error else { throw error }
        #expect(try spool.read(after: LSN(110)).count == 20)
    }

    @Test func exchangedSegmentsAreFound() throws {
        let spool = try Self.many()
        let names = spool.fileNames
        spool.directory.rename(names[2], to: "x")
        spool.directory.rename(names[3], to: names[2])
        spool.directory.rename("x", to: names[3])
        #expect(try spool.findings.count >= 2)
        #expect(throws: SpoolError.self) { try spool.read() }
    }

    @Test func aSegmentThatWasWrittenAnewElsewhereIsFoundByTheChain() throws {
        let spool = try Self.many()
        var other = SpoolFixture()
        other.options = spool.options
        var builder = BatchBuilder()
        builder.begin()
        builder.row(.insert, SpoolFixture.insert, [.text("forged"), .null])
        builder.commit(130)
        do {
            var writer = try other.writer(startingAt: 120)
            try SpoolFixture.put(builder.batch, into: &writer)
            try writer.finish()
        }
        let name = "0000000000000078.segment"
        ByteFile.write(ByteFile.read(other.directory.path(of: name)), to: spool.directory.path(of: name))
        #expect(try spool.findings.count == 2)
    }

    @Test func aSegmentOfAnotherSourceIsFound() throws {
        let spool = try Self.many()
        var other = SpoolFixture()
        other.identity = StreamIdentity(systemIdentifier: "9", database: "shop", slot: "back")
        do {
            var writer = try other.writer(startingAt: 160)
            try SpoolFixture.put(SpoolFixture.transactions(1, from: 7), into: &writer)
            try writer.finish()
        }
        let name = "00000000000000A0.segment"
        ByteFile.write(ByteFile.read(other.directory.path(of: name)), to: spool.directory.path(of: name))
        #expect(try spool.findings.contains { $0.contains("system 9") })
    }

    @Test func aSpoolWithoutDamageHasNoFindingsAndCountsWhatItHolds() throws {
        let spool = try Self.many()
        let verification = try SpoolVerification(path: spool.path)
        #expect(verification.findings.isEmpty && verification.notes.isEmpty)
        #expect((verification.segments, verification.transactions, verification.rows) == (6, 6, 12))
    }

    @Test func anOpenSegmentWithATornTailIsNotedAndNotAFinding() throws {
        let spool = SpoolFixture()
        var writer = try spool.writer()
        try SpoolFixture.put(Self.batch, into: &writer)
        try writer.flush()
        let path = spool.directory.path(of: try #require(spool.fileNames.first))
        ByteFile.write(ByteFile.read(path) + [0x04, 0x22], to: path)
        let verification = try SpoolVerification(path: spool.path)
        #expect(verification.findings.isEmpty && verification.notes.count == 1)
    }
}
