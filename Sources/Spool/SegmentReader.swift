internal import ChangeModel

/// Reads one segment, open or sealed, block by block. A sealed one is held to its hash before the first block is used.
struct SegmentReader: ~Copyable {
    let name: SegmentFileName
    let header: SegmentHeader
    private let directory: SpoolDirectory
    private var frames: FrameReader
    private let inode: UInt64
    /// The file's size when it was last found to end in a torn frame, and whether it was looked at closely then.
    private var tornTail: (fileBytes: UInt64, isChecked: Bool)?

    enum Step {
        case block([UInt8])
        /// The segment is sealed and was read to its end.
        case sealed(end: LSN)
        /// Everything that is there was read; more may come while the segment is open.
        case end
    }

    init(_ directory: SpoolDirectory, _ name: SegmentFileName) throws(SpoolError) {
        if name.state == .sealed { try SealedSegment(directory, name).verifyHash(in: directory) }
        var frames = try FrameReader(path: directory.path(of: name))
        let header = try SealedSegment.header(&frames, name)
        let inode = try frames.file.inode()
        self.directory = directory
        self.name = name
        self.header = header
        self.inode = inode
        self.frames = frames
    }

    /// Of the next frame.
    var offset: UInt64 { frames.offset }

    var path: String { frames.file.path }

    mutating func seek(to offset: UInt64) {
        frames.seek(to: offset)
    }

    /// Whether the open segment was replaced, removed or cut under the reader: its name stands for another file, or
    /// what was read is gone.
    func isStale() throws(SpoolError) -> Bool {
        if try frames.file.size() < frames.offset { return true }
        let sealedName = SegmentFileName(start: name.start, state: .sealed)
        let current = directory.inode(of: sealedName) ?? directory.inode(of: name)
        return current != inode
    }

    mutating func next() throws(SpoolError) -> Step {
        let frameOffset = frames.offset
        switch try frames.next() {
        case .block(let content):
            return .block(content)
        case .end:
            return try openEnd()
        case .tornTail:
            try checkTornTail()
            return try openEnd()
        case .skippable(SegmentFormat.indexMagic, let payload):
            return try readSeal(payload, indexOffset: frameOffset)
        case .skippable:
            throw .corrupt(path: path, offset: frameOffset, reason: "a frame stands where none may be")
        }
    }

    private func openEnd() throws(SpoolError) -> Step {
        guard name.state == .open else {
            throw .corrupt(path: path, offset: offset, reason: "a sealed segment ends without its seal")
        }
        return .end
    }

    /// A torn frame that a whole one follows is damage and would be waited for in vain. A write that is under way grows
    /// the file, so only a tail that stands still is looked at, and once.
    private mutating func checkTornTail() throws(SpoolError) {
        let fileBytes = try frames.file.size()
        guard let known = tornTail, known.fileBytes == fileBytes else {
            tornTail = (fileBytes, isChecked: false)
            return
        }
        guard !known.isChecked else { return }
        guard try !frames.isFollowedByFrame() else {
            throw .corrupt(path: path, offset: offset, reason: "a frame is cut short and followed by a whole one")
        }
        tornTail = (fileBytes, isChecked: true)
    }

    /// The segment was sealed while it was read: its hash is checked now, before anything later is read.
    private mutating func readSeal(_ payload: [UInt8], indexOffset: UInt64) throws(SpoolError) -> Step {
        let sealPayload: [UInt8]
        switch try frames.next() {
        case .skippable(SegmentFormat.sealMagic, let payload):
            sealPayload = payload
        case .end, .tornTail:
            // Index and seal are one write; a reader may see the first half.
            frames.seek(to: indexOffset)
            return try openEnd()
        default:
            throw .corrupt(path: path, offset: indexOffset, reason: "something else than a seal follows the index")
        }
        let index = try SealedSegment.parsed(path, indexOffset) { () throws(FormatFault) in
            try SegmentIndex(payload: payload[...])
        }
        let seal = try SealedSegment.parsed(path, indexOffset) { () throws(FormatFault) in
            try SegmentSeal(payload: sealPayload[...])
        }
        if name.state == .open {
            let sealOffset = frames.offset - UInt64(SegmentFormat.sealBytes)
            guard try SealedSegment.hash(of: frames.file, upTo: sealOffset).finalized() == seal.hash else {
                throw .corrupt(path: path, offset: sealOffset, reason: "its bytes are not those that were sealed")
            }
        }
        return .sealed(end: index.lastPosition ?? header.start)
    }
}
