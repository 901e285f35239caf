internal import ChangeModel

/// Cuts a message into its records, where the dialect frames them: every style with `sending-batch` 1, and style b always.
///
///     text:    { u32 length; u64 position; record }* u32 0
///     binary:  { u32 length; u64 position; record; 'P' | 'F' }*, ended by 'F', or by 'P' and u32 0
///
/// The length counts position and record. Numbers are big-endian.
struct BatchFrames {
    /// Where a record stands in its message, and the position that it carries.
    struct Frame {
        let range: Range<Int>
        let position: LSN
    }

    private let hasSeparators: Bool
    private var offset = 0
    private var isEnded = false

    /// nil for a dialect whose message is its record.
    init?(_ dialect: Dialect) {
        hasSeparators = dialect.style == .parallelBinary
        guard hasSeparators || dialect.isBatched else { return nil }
    }

    /// The next record; nil behind the last one, which must be where the message ends.
    mutating func next(in bytes: Span<UInt8>) throws(MessageFault) -> Frame? {
        if isEnded { return try end(bytes) }
        let start = offset
        let length = Int(try BigEndian.read(UInt32.self, in: bytes, &offset))
        guard length > 0 else { return try end(bytes) }
        guard length > MemoryLayout<UInt64>.size else {
            throw MessageFault("a record of the batch is empty", at: start)
        }
        guard bytes.count - offset >= length else {
            throw MessageFault("a record of the batch is longer than the message", at: start)
        }
        let end = offset + length
        let position = LSN(try BigEndian.read(UInt64.self, in: bytes, &offset))
        let frame = Frame(range: offset..<end, position: position)
        offset = end
        if hasSeparators { try separator(bytes) }
        return frame
    }

    private mutating func separator(_ bytes: Span<UInt8>) throws(MessageFault) {
        if ByteScanning.skip("F", in: bytes, &offset) {
            isEnded = true
        } else {
            try ByteScanning.expect("P", in: bytes, &offset)
        }
    }

    private func end(_ bytes: Span<UInt8>) throws(MessageFault) -> Frame? {
        guard offset == bytes.count else { throw MessageFault("the batch has bytes behind its end", at: offset) }
        return nil
    }
}
