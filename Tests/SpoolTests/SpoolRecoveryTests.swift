import ChangeModel
import Spool
import TestSupport
import Testing

/// What a crash leaves is made whole when the next writer comes; what is damaged is never repaired.
struct SpoolRecoveryTests {
    private static let batch = SpoolFixture.transactions(4, rows: 3)

    /// The bytes of an open segment that holds `batch` in several blocks and the start of a giant behind it.
    private static func openSegment() throws -> (name: String, bytes: [UInt8]) {
        var spool = SpoolFixture()
        spool.options.blockBytes = 100
        spool.options.segmentBytes = 1 << 20
        var writer = try spool.writer()
        try SpoolFixture.put(batch, into: &writer)
        try writer.flush()
        try SpoolFixture.put(SpoolFixture.unfinished(99, rows: 8), into: &writer)
        let name = try #require(spool.fileNames.first)
        return (name, ByteFile.read(spool.directory.path(of: name)))
    }

    /// The lines of the first transactions up to `position`.
    private static func lines(through position: LSN) -> [String] {
        let lines = BatchText.lines(batch)
        let last = lines.lastIndex { line in
            let parts = line.split(separator: " ")
            return parts[0] == "commit" && (LSN(parts[1]) ?? .zero) <= position
        }
        return Array(lines[..<((last ?? -1) + 1)])
    }

    @Test func aSegmentThatIsCutAtAnyByteIsWholeUpToItsLastTransaction() throws {
        let (name, bytes) = try Self.openSegment()
        var positions: Set<LSN> = []
        for length in 0...bytes.count {
            let spool = SpoolFixture()
            ByteFile.write(Array(bytes[..<length]), to: spool.directory.path(of: name))
            let before = try spool.read()
            let position: LSN
            do {
                var writer = try spool.writer()
                position = writer.lastPosition
                #expect(try spool.read() == before, "\(length)")
                #expect(before == Self.lines(through: position), "\(length)")
                try SpoolFixture.put(Self.batch, into: &writer)
                try writer.finish()
            }
            positions.insert(position)
            #expect(try spool.read() == BatchText.lines(Self.batch), "\(length)")
            #expect(try spool.findings == [], "\(length)")
        }
        #expect(positions == Set([100, 110, 120, 130, 140].map { LSN($0) }))
    }

    @Test func whatWasTornIsSavedByteForByte() throws {
        let (name, bytes) = try Self.openSegment()
        let spool = SpoolFixture()
        ByteFile.write(Array(bytes.dropLast()), to: spool.directory.path(of: name))
        let writer = try spool.writer()
        let file = try #require(writer.recovery?.tornTailFile)
        #expect(file == "0000000000000064.torn-1")
        let torn = ByteFile.read(spool.directory.path(of: file))
        #expect(!torn.isEmpty && bytes.dropLast().suffix(torn.count) == torn[...])
        #expect(writer.recovery?.description.contains(file) == true)
    }

    @Test func aSecondTornTailDoesNotReplaceTheFirst() throws {
        let (name, bytes) = try Self.openSegment()
        let spool = SpoolFixture()
        for number in 1...3 {
            for file in spool.fileNames where file.hasSuffix(".segment") { spool.directory.remove(file) }
            ByteFile.write(Array(bytes.dropLast(number)), to: spool.directory.path(of: name))
            let writer = try spool.writer()
            #expect(writer.recovery?.tornTailFile == "0000000000000064.torn-\(number)")
        }
    }

    @Test(arguments: [1, 3, 4, 15, 100, 4_096, 3 << 20])
    func zerosAtTheEndAreATornTail(_ count: Int) throws {
        let (name, bytes) = try Self.openSegment()
        let spool = SpoolFixture()
        ByteFile.write(bytes + [UInt8](repeating: 0, count: count), to: spool.directory.path(of: name))
        #expect(try spool.read() == BatchText.lines(Self.batch))
        let writer = try spool.writer()
        #expect(writer.recovery?.tornTailFile != nil)
        #expect(try spool.read() == BatchText.lines(Self.batch))
    }

    @Test func aLastBlockWithASectorOfZerosIsATornTail() throws {
        var spool = SpoolFixture()
        spool.options = SpoolOptions(blockBytes: 1 << 20)
        var random = SeededGenerator(seed: 1)
        do {
            var writer = try spool.writer()
            try SpoolFixture.put(Self.batch, into: &writer)
            try writer.flush()
            var builder = BatchBuilder()
            builder.begin(5)
            let noise = String(
                (0..<4_000).map { _ in Character(Unicode.Scalar(UInt8.random(in: 33...126, using: &random))) }
            )
            builder.row(.insert, SpoolFixture.insert, [.text("1"), .text(noise)])
            builder.commit(150)
            try SpoolFixture.put(builder.batch, into: &writer)
            try writer.flush()
        }
        let path = spool.directory.path(of: try #require(spool.fileNames.first))
        var bytes = ByteFile.read(path)
        for place in 2_048..<2_560 { bytes[place] = 0 }
        ByteFile.write(bytes, to: path)
        let writer = try spool.writer()
        #expect(writer.recovery?.tornTailFile != nil)
        #expect(try spool.read() == BatchText.lines(Self.batch))
    }

    @Test func aSealThatLacksItsNewNameGetsIt() throws {
        let spool = SpoolFixture()
        try spool.write(SpoolFixture.transactions(1))
        let sealed = ByteFile.read(spool.directory.path(of: "0000000000000064.segment"))
        let sealAndIndexBytes = 48 + 56
        for missing in 0...sealAndIndexBytes {
            let copy = SpoolFixture()
            ByteFile.write(Array(sealed.dropLast(missing)), to: copy.directory.path(of: "0000000000000064.open"))
            #expect(try copy.read() == BatchText.lines(SpoolFixture.transactions(1)))
            let writer = try copy.writer()
            #expect(writer.recovery != nil)
            #expect(ByteFile.read(copy.directory.path(of: "0000000000000064.segment")) == sealed)
        }
    }

    /// Any byte of an open segment changed: nobody ever makes a wrong row of it, and recovery never drops a block that
    /// is fsynced.
    @Test func aDamagedByteOfAnOpenSegmentIsNeverMadeARow() throws {
        let (name, bytes) = try Self.openSegment()
        let whole = BatchText.lines(Self.batch)
        for place in bytes.indices {
            for mask in [0x01, 0x80, 0xFF] as [UInt8] {
                var damaged = bytes
                damaged[place] ^= mask
                let spool = SpoolFixture()
                ByteFile.write(damaged, to: spool.directory.path(of: name))
                let (lines, isRefused) = Self.readAsFarAsPossible(spool)
                #expect(whole.starts(with: lines), "\(place)")
                #expect(isRefused || lines == whole || place >= bytes.count - 400, "\(place)")
                let recovered = try? spool.writer().lastPosition
                if let recovered { #expect(recovered == LSN(140), "\(place)") }
            }
        }
    }

    private static func readAsFarAsPossible(_ spool: SpoolFixture) -> (lines: [String], isRefused: Bool) {
        var reader = SpoolReader(path: spool.path)
        var lines: [String] = []
        var waits = 0
        do {
            while waits < 4 {
                switch try reader.next() {
                case .batch(let batch): lines += BatchText.lines(batch)
                case .waiting: waits += 1
                }
            }
            return (lines, false)
        } catch {
            return (lines, true)
        }
    }

    @Test func garbageInTheMiddleIsCorruption() throws {
        let (name, bytes) = try Self.openSegment()
        let spool = SpoolFixture()
        var damaged = bytes
        damaged.replaceSubrange(150..<170, with: [UInt8](repeating: 0xAA, count: 20))
        ByteFile.write(damaged, to: spool.directory.path(of: name))
        let error = try #require(throws: SpoolError.self) { _ = try spool.writer().lastPosition }
        guard case .corrupt = error else { throw error }
        #expect(ByteFile.read(spool.directory.path(of: name)) == damaged)
    }

    @Test func twoOpenSegmentsAreCorruption() throws {
        let (name, bytes) = try Self.openSegment()
        let spool = SpoolFixture()
        for file in [name, "0000000000000065.open"] { ByteFile.write(bytes, to: spool.directory.path(of: file)) }
        #expect(throws: SpoolError.self) { _ = try spool.writer().lastPosition }
    }
}
