internal import ChangeModel

/// Checks a whole spool against its format: every byte under a hash, every segment linked to the one before, every
/// transaction whole.
package struct SpoolVerification: Sendable {
    /// One thing that is wrong, as a sentence with file and place.
    package struct Finding: Equatable, Sendable, CustomStringConvertible {
        package let file: String
        package let description: String
    }

    package private(set) var findings: [Finding] = []
    /// What is normal in a spool that is being written, for the report.
    package private(set) var notes: [String] = []
    package private(set) var segments = 0
    package private(set) var transactions: UInt64 = 0
    package private(set) var rows: UInt64 = 0
    package private(set) var bytes: UInt64 = 0

    private let directory: SpoolDirectory
    private var previous: Link?

    /// What the next segment must go on from.
    private struct Link {
        let end: LSN
        /// nil where the segment before could not be read.
        let hash: [UInt8]?
        let identity: StreamIdentity
    }

    /// Verifies everything in the directory; findings are collected, not thrown.
    package init(path: String) throws(SpoolError) {
        directory = SpoolDirectory(path: path)
        for name in try directory.segments() {
            do throws(SpoolError) {
                try verify(name)
            } catch {
                report(name, error.description)
                previous = nil
            }
            segments += 1
        }
    }

    private mutating func report(_ name: SegmentFileName, _ sentence: String) {
        findings.append(Finding(file: name.text, description: sentence))
    }

    private mutating func verify(_ name: SegmentFileName) throws(SpoolError) {
        let size = directory.size(of: name) ?? 0
        bytes += size
        var sealed: SealedSegment?
        if name.state == .sealed {
            let segment = try SealedSegment(directory, name)
            try segment.verifyHash(in: directory)
            sealed = segment
        }
        var frames = try FrameReader(path: directory.path(of: name))
        if name.state == .open, size == 0 { return notes.append("\(name.text) is empty: it was just made") }
        let header = try SealedSegment.header(&frames, name)
        verifyLink(name, header)
        let blocks = try readBlocks(name, &frames)
        if let sealed, sealed.index != blocks.index {
            report(name, "\(frames.file.path) has an index that its blocks do not bear out: seal it anew from a copy")
        }
        transactions += blocks.index.transactions
        rows += blocks.index.rows
        previous = Link(end: blocks.index.lastPosition ?? header.start, hash: sealed?.hash, identity: header.identity)
    }

    private mutating func verifyLink(_ name: SegmentFileName, _ header: SegmentHeader) {
        guard let previous else { return }
        if previous.end != header.start {
            let error = SpoolError.gap(directory: directory.path, after: previous.end, next: header.start)
            report(name, error.description)
        } else if let hash = previous.hash, hash != header.previousHash {
            report(
                name,
                "\(name.text) was not written after the segment that stands before it: one of them was exchanged"
            )
        }
        if previous.identity != header.identity {
            report(name, "\(name.text) comes from \(header.identity), the segment before it from \(previous.identity)")
        }
    }

    private struct Blocks {
        var index = SegmentIndex()
        var boundary: UInt64
    }

    private mutating func readBlocks(
        _ name: SegmentFileName,
        _ frames: inout FrameReader
    ) throws(SpoolError) -> Blocks {
        var decoder = RecordDecoder(lastPosition: name.start)
        var blocks = Blocks(boundary: frames.offset)
        while true {
            let offset = frames.offset
            switch try frames.next() {
            case .block(let content):
                let block = try SealedSegment.parsed(frames.file.path, offset) { () throws(FormatFault) in
                    try decoder.decode(content, withRows: true)
                }
                if block.endsBetweenTransactions {
                    var run = block.run
                    run.offset = blocks.boundary
                    blocks.index.append(run)
                    blocks.boundary = frames.offset
                }
            case .skippable(SegmentFormat.indexMagic, _):
                if decoder.isInTransaction {
                    report(name, "\(frames.file.path) is sealed inside a transaction")
                }
                return blocks
            case .skippable:
                throw SealedSegment.corrupt(frames.file.path, offset, "a frame stands where none may be")
            case .end:
                noteUnfinished(name, decoder)
                return blocks
            case .tornTail:
                if try frames.isFollowedByFrame() {
                    throw SealedSegment.corrupt(
                        frames.file.path,
                        offset,
                        "a frame is cut short and followed by a whole one"
                    )
                }
                notes.append("\(name.text) ends in a torn write at byte \(offset): capture cuts it when it starts")
                return blocks
            }
        }
    }

    private mutating func noteUnfinished(_ name: SegmentFileName, _ decoder: RecordDecoder) {
        if decoder.isInTransaction {
            notes.append("\(name.text) ends inside a transaction that is still coming, or comes again")
        }
    }
}
