internal import Glibc

/// Reads a segment's file frame by frame and tells its end, a torn tail and corruption apart.
struct FrameReader: ~Copyable {
    let file: FileDescriptor
    /// Of the next frame in the file.
    private(set) var offset: UInt64 = 0
    /// Bytes of the file from `offset` on that were read ahead.
    private var buffer: [UInt8] = []
    private var bufferStart = 0

    private static let readAheadBytes = 1 << 20

    enum Frame {
        /// The decompressed content of a block.
        case block([UInt8])
        case skippable(magic: UInt32, payload: [UInt8])
        /// The file ends where a frame would begin.
        case end
        /// The file ends inside a frame, or with zeros: a write that did not finish, or has not yet.
        case tornTail
    }

    init(path: String) throws(SpoolError) {
        file = try FileDescriptor(path: path, flags: O_RDONLY)
    }

    mutating func seek(to newOffset: UInt64) {
        offset = newOffset
        forgetReadAhead()
    }

    /// What was read ahead of a file that is being written may be stale.
    private mutating func forgetReadAhead() {
        buffer.removeAll(keepingCapacity: true)
        bufferStart = 0
    }

    /// The next frame; `end` and `tornTail` leave the reader where it is, so that it can be asked again.
    mutating func next() throws(SpoolError) -> Frame {
        var needed = 1
        var isSecondLook = false
        while true {
            guard try fill(to: needed) else {
                let isEnd = buffer.count == bufferStart
                forgetReadAhead()
                return isEnd ? .end : .tornTail
            }
            do throws(FormatFault) {
                switch try FrameLayout.measure(buffer.span.extracting(bufferStart..<buffer.count)) {
                case .needsBytes(let count): needed = count
                case .whole(let layout): return try take(layout)
                }
            } catch {
                // The writer may have cut the file between two reads, so that what was read ahead is of two minds: look
                // again.
                forgetReadAhead()
                if try isZeroToTheEnd() { return .tornTail }
                guard !isSecondLook else { throw corrupt(error) }
                isSecondLook = true
                needed = 1
            }
        }
    }

    private func corrupt(_ fault: FormatFault) -> SpoolError {
        .corrupt(path: file.path, offset: offset, reason: fault.reason)
    }

    /// Whether at least `count` bytes are at hand, reading on where they are not.
    private mutating func fill(to count: Int) throws(SpoolError) -> Bool {
        if bufferStart > 0, buffer.count - bufferStart < count {
            buffer.removeFirst(bufferStart)
            bufferStart = 0
        }
        guard buffer.count - bufferStart < count else { return true }
        // A damaged size may promise anything: no memory is taken for what the file does not hold.
        let fileBytes = try file.size()
        guard fileBytes >= offset, fileBytes - offset >= UInt64(count) else { return false }
        let wanted = Int(min(fileBytes - offset, UInt64(max(Self.readAheadBytes, count))))
        while buffer.count < count {
            let position = offset + UInt64(buffer.count)
            if try file.read(at: position, count: wanted - buffer.count, into: &buffer) == 0 { return false }
        }
        return true
    }

    private mutating func take(_ layout: FrameLayout) throws(FormatFault) -> Frame {
        let frame = buffer[bufferStart..<(bufferStart + layout.totalBytes)]
        let result: Frame
        if layout.magic == SegmentFormat.blockMagic {
            result = .block(try LZ4Frame.decompressed(frame, contentBytes: layout.contentBytes))
        } else {
            result = .skippable(
                magic: layout.magic,
                payload: Array(frame.dropFirst(SegmentFormat.skippableHeadBytes))
            )
        }
        bufferStart += layout.totalBytes
        offset += UInt64(layout.totalBytes)
        return result
    }

    /// A crash of the host may leave zeros where data was to be.
    private func isZeroToTheEnd() throws(SpoolError) -> Bool {
        var position = offset
        while true {
            var chunk: [UInt8] = []
            let received = try file.read(at: position, count: Self.readAheadBytes, into: &chunk)
            if received == 0 { return true }
            guard chunk.allSatisfy({ $0 == 0 }) else { return false }
            position += UInt64(received)
        }
    }
}
