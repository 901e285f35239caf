internal import ChangeModel

/// Reads an open segment to its end: where the last whole transaction ends, and what stands behind it.
struct OpenSegmentScan {
    private let directory: SpoolDirectory
    private let name: SegmentFileName
    private(set) var index = SegmentIndex()
    /// The end of the last whole transaction, or of the header.
    private(set) var boundaryOffset: UInt64 = 0
    /// The end of the last whole block, or of the header.
    private(set) var endOffset: UInt64 = 0
    /// Whose changes the segment holds; nil where its header is not there.
    private(set) var identity: StreamIdentity?
    /// Where a torn write begins, if one ends the file.
    private(set) var tornTailOffset: UInt64?

    init(_ directory: SpoolDirectory, _ name: SegmentFileName) {
        self.directory = directory
        self.name = name
    }

    mutating func run() throws(SpoolError) {
        var frames = try FrameReader(path: directory.path(of: name))
        do throws(SpoolError) {
            guard try readHeader(&frames) else { return }
            try readBlocks(&frames)
        } catch {
            // A crash of the host may leave the last frame at its full length with holes in it; nothing else is taken
            // for torn.
            guard case .corrupt(_, let offset, _) = error, offset > 0, offset == frames.offset,
                try frames.holdsZeroSector(), try !frames.isFollowedByFrame()
            else { throw error }
            tornTailOffset = offset
        }
    }

    /// False where there is none yet; then there is nothing else.
    private mutating func readHeader(_ frames: inout FrameReader) throws(SpoolError) -> Bool {
        switch try frames.next() {
        case .end:
            return false
        case .tornTail:
            try noteTornTail(&frames)
            return false
        case .block, .skippable:
            frames.seek(to: 0)
            identity = try SealedSegment.header(&frames, name).identity
            boundaryOffset = frames.offset
            endOffset = frames.offset
            return true
        }
    }

    private mutating func readBlocks(_ frames: inout FrameReader) throws(SpoolError) {
        var decoder = RecordDecoder(lastPosition: name.start)
        while true {
            let offset = frames.offset
            switch try frames.next() {
            case .end:
                return
            case .tornTail:
                return try noteTornTail(&frames)
            case .block(let content):
                let block = try SealedSegment.parsed(frames.file.path, offset) { () throws(FormatFault) in
                    try decoder.decode(content, withRows: false)
                }
                endOffset = frames.offset
                if block.endsBetweenTransactions { close(block.run) }
            case .skippable(SegmentFormat.indexMagic, _):
                // The crash came before the rename. Index and seal are made again from the blocks, which are the truth.
                frames.seek(to: offset)
                return try requireEnd(&frames)
            case .skippable:
                throw SealedSegment.corrupt(frames.file.path, offset, "a frame stands where none may be")
            }
        }
    }

    private mutating func close(_ run: SegmentIndex.Entry) {
        var entry = run
        entry.offset = boundaryOffset
        index.append(entry)
        boundaryOffset = endOffset
    }

    private mutating func noteTornTail(_ frames: inout FrameReader) throws(SpoolError) {
        try requireEnd(&frames)
        tornTailOffset = frames.offset
    }

    private func requireEnd(_ frames: inout FrameReader) throws(SpoolError) {
        guard try frames.isFollowedByFrame() else { return }
        throw SealedSegment.corrupt(frames.file.path, frames.offset, "a whole frame stands behind one that cannot be")
    }
}
