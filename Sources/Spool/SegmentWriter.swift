internal import ChangeModel
internal import Glibc

/// Writes one segment from its header to its seal. A write that fails leaves the segment as it was, to be tried again.
struct SegmentWriter: ~Copyable {
    let directory: SpoolDirectory
    let start: LSN
    private let file: FileDescriptor
    /// The end of what is written.
    private(set) var offset: UInt64
    /// The end of the last whole transaction in the file.
    private(set) var boundaryOffset: UInt64
    /// Whether something may stand behind `offset` that a failed write left.
    private var hasRemains = false
    private var hasher: SegmentHasher
    private var boundaryHasher: SegmentHasher
    private(set) var index = SegmentIndex()

    var name: SegmentFileName { SegmentFileName(start: start, state: .open) }

    /// Makes the file, writes its header and makes both durable.
    init(_ directory: SpoolDirectory, header: SegmentHeader) throws(SpoolError) {
        let name = SegmentFileName(start: header.start, state: .open)
        let frame = header.encoded()
        let file = try FileDescriptor(path: directory.path(of: name), flags: O_WRONLY | O_CREAT | O_EXCL)
        do throws(SpoolError) {
            try file.write(frame, at: 0)
            try file.synchronize()
            try directory.synchronize()
        } catch {
            try? directory.remove(name)
            throw error
        }
        self.directory = directory
        self.file = file
        start = header.start
        offset = UInt64(frame.count)
        boundaryOffset = offset
        hasher = SegmentHasher()
        hasher.update(frame[...])
        boundaryHasher = hasher
    }

    /// Takes up a segment that another run left open, cut after its last whole transaction, in order to seal it.
    init(
        resuming directory: SpoolDirectory,
        start: LSN,
        offset: UInt64,
        hasher: SegmentHasher,
        index: SegmentIndex
    ) throws(SpoolError) {
        let name = SegmentFileName(start: start, state: .open)
        let file = try FileDescriptor(path: directory.path(of: name), flags: O_WRONLY)
        try file.truncate(to: offset)
        self.directory = directory
        self.start = start
        self.file = file
        self.offset = offset
        boundaryOffset = offset
        self.hasher = hasher
        boundaryHasher = hasher
        self.index = index
    }

    var hasUnfinishedTransaction: Bool { offset > boundaryOffset }

    /// Writes one block of a transaction that goes on behind it.
    mutating func writeUnfinished(_ content: ArraySlice<UInt8>) throws(SpoolError) {
        try append(LZ4Frame.compressed(content))
    }

    /// Writes one block that ends between transactions; `run` is what it ends, counted.
    mutating func write(_ content: ArraySlice<UInt8>, run: SegmentIndex.Entry) throws(SpoolError) {
        let runOffset = boundaryOffset
        try append(LZ4Frame.compressed(content))
        var entry = run
        entry.offset = runOffset
        index.append(entry)
        boundaryOffset = offset
        boundaryHasher = hasher
    }

    private mutating func append(_ frame: [UInt8]) throws(SpoolError) {
        try write(frame)
        offset += UInt64(frame.count)
        hasher.update(frame[...])
    }

    /// Writes at the end; what a failure leaves there is cut now or, where even that fails, before the next write.
    private mutating func write(_ bytes: [UInt8]) throws(SpoolError) {
        if hasRemains { try file.truncate(to: offset) }
        hasRemains = true
        do throws(SpoolError) {
            try file.write(bytes, at: offset)
            hasRemains = false
        } catch {
            try? file.truncate(to: offset)
            throw error
        }
    }

    /// Takes back the blocks of a transaction that will not be finished.
    mutating func cutUnfinished() throws(SpoolError) {
        guard hasUnfinishedTransaction else { return }
        try file.truncate(to: boundaryOffset)
        offset = boundaryOffset
        hasher = boundaryHasher
    }

    /// Takes back a segment that holds no transaction.
    consuming func discard() throws(SpoolError) {
        try directory.remove(name)
    }

    borrowing func synchronize() throws(SpoolError) {
        try file.synchronize()
    }

    /// Writes index and seal, makes them durable, and gives the file its final name. Returns the segment's hash.
    mutating func seal() throws(SpoolError) -> [UInt8] {
        precondition(!hasUnfinishedTransaction, "a segment holds whole transactions only")
        let indexFrame = index.encoded()
        var sealedHasher = hasher
        sealedHasher.update(indexFrame[...])
        let hash = sealedHasher.finalized()
        try write(indexFrame + SegmentSeal(indexOffset: offset, hash: hash).encoded())
        // Until the name is final these bytes stand behind the segment's end, as remains do.
        hasRemains = true
        try file.synchronize()
        try directory.rename(name, to: SegmentFileName(start: start, state: .sealed))
        return hash
    }
}
