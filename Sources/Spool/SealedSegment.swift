package import ChangeModel

/// What stands at the end of a sealed segment, read without its blocks.
package struct SealedSegment: Sendable {
    package let name: SegmentFileName
    package let header: SegmentHeader
    package let index: SegmentIndex
    package let hash: [UInt8]
    package let bytes: UInt64

    /// Reads header, index and seal; the hash is compared with the file's only by `verifyHash`.
    package init(_ directory: SpoolDirectory, _ name: SegmentFileName) throws(SpoolError) {
        var frames = try FrameReader(path: directory.path(of: name))
        header = try Self.header(&frames, name)
        bytes = try frames.file.size()
        let seal = try Self.seal(&frames, bytes)
        hash = seal.hash
        frames.seek(to: seal.indexOffset)
        guard case .skippable(SegmentFormat.indexMagic, let payload) = try frames.next(),
            frames.offset == bytes - UInt64(SegmentFormat.sealBytes)
        else { throw Self.corrupt(frames.file.path, seal.indexOffset, "the index is not where the seal says") }
        index = try Self.parsed(frames.file.path, seal.indexOffset) { () throws(FormatFault) in
            try SegmentIndex(payload: payload[...])
        }
        self.name = name
    }

    /// The end of the segment: every transaction up to here is in it or before it.
    package var end: LSN { index.lastPosition ?? header.start }

    static func header(_ frames: inout FrameReader, _ name: SegmentFileName) throws(SpoolError) -> SegmentHeader {
        let path = frames.file.path
        guard case .skippable(SegmentFormat.headerMagic, let payload) = try frames.next() else {
            throw corrupt(path, 0, "it has no header")
        }
        let header = try parsed(path, 0) { () throws(FormatFault) in try SegmentHeader(payload: payload[...]) }
        guard header.start == name.start else {
            throw corrupt(path, 0, "its header says that it begins at \(header.start), so it was renamed")
        }
        return header
    }

    private static func seal(_ frames: inout FrameReader, _ bytes: UInt64) throws(SpoolError) -> SegmentSeal {
        let path = frames.file.path
        guard bytes > UInt64(SegmentFormat.sealBytes) else { throw corrupt(path, 0, "it is too short") }
        let offset = bytes - UInt64(SegmentFormat.sealBytes)
        frames.seek(to: offset)
        guard case .skippable(SegmentFormat.sealMagic, let payload) = try frames.next(), frames.offset == bytes else {
            throw corrupt(path, offset, "it does not end with a seal")
        }
        let seal = try parsed(path, offset) { () throws(FormatFault) in try SegmentSeal(payload: payload[...]) }
        guard seal.indexOffset < offset else { throw corrupt(path, offset, "the seal points behind itself") }
        return seal
    }

    static func parsed<Value>(
        _ path: String,
        _ offset: UInt64,
        _ parse: () throws(FormatFault) -> Value
    ) throws(SpoolError) -> Value {
        do throws(FormatFault) {
            return try parse()
        } catch {
            throw corrupt(path, offset, error.reason)
        }
    }

    static func corrupt(_ path: String, _ offset: UInt64, _ reason: String) -> SpoolError {
        .corrupt(path: path, offset: offset, reason: reason)
    }

    /// Computes the file's hash anew and compares it with the seal: any altered byte shows.
    package func verifyHash(in directory: SpoolDirectory) throws(SpoolError) {
        let frames = try FrameReader(path: directory.path(of: name))
        let sealOffset = bytes - UInt64(SegmentFormat.sealBytes)
        guard try Self.hash(of: frames.file, upTo: sealOffset).finalized() == hash else {
            throw Self.corrupt(frames.file.path, sealOffset, "its bytes are not those that were sealed")
        }
    }

    static func hash(of file: borrowing FileDescriptor, upTo end: UInt64) throws(SpoolError) -> SegmentHasher {
        var hasher = SegmentHasher()
        var offset: UInt64 = 0
        var chunk: [UInt8] = []
        while offset < end {
            chunk.removeAll(keepingCapacity: true)
            let received = try file.read(at: offset, count: Int(min(1 << 20, end - offset)), into: &chunk)
            guard received > 0 else { throw corrupt(file.path, offset, "it is shorter than it was") }
            hasher.update(chunk[...])
            offset += UInt64(received)
        }
        return hasher
    }
}
