/// Finds where a frame ends, from the sizes that it holds, without decompressing it.
///
/// Layout of a data frame (LZ4 frame format 1.6): magic, FLG, BD, [content size], header checksum; then blocks of u32
/// size, data, u32 checksum; a zero size; the content's checksum.
struct FrameLayout: Equatable {
    let magic: UInt32
    /// Of the whole frame in the file.
    let totalBytes: Int
    /// Of a data frame's content when decompressed, of a skippable frame's payload.
    let contentBytes: Int

    enum Result: Equatable {
        case whole(FrameLayout)
        /// The frame goes on behind the bytes at hand, at least up to this many.
        case needsBytes(Int)
    }

    /// FLG of version 01, blocks independent, block checksums, content size, content checksum, no dictionary.
    private static let flags: UInt8 = 0b0111_1100
    private static let headBytes = 15
    private static let sizeBytes = 4
    private static let checksumBytes = 4
    /// LZ4 cannot compress better than this.
    private static let expansionMax = 255

    /// Measures the frame at the start of `bytes`.
    static func measure(_ bytes: Span<UInt8>) throws(FormatFault) -> Result {
        guard bytes.count >= sizeBytes else { return .needsBytes(sizeBytes) }
        let magic = word(bytes, at: 0)
        switch magic {
        case SegmentFormat.headerMagic, SegmentFormat.indexMagic, SegmentFormat.sealMagic:
            return try skippable(magic, bytes)
        case SegmentFormat.blockMagic:
            return try block(bytes)
        default:
            throw FormatFault("no frame begins here", at: 0)
        }
    }

    private static func skippable(_ magic: UInt32, _ bytes: Span<UInt8>) throws(FormatFault) -> Result {
        let head = SegmentFormat.skippableHeadBytes
        guard bytes.count >= head else { return .needsBytes(head) }
        let payload = Int(word(bytes, at: 4))
        guard magic != SegmentFormat.headerMagic || payload <= SegmentFormat.headerBytesMax,
            magic != SegmentFormat.sealMagic || payload == SegmentFormat.sealBytes - head
        else { throw FormatFault("a frame has a size that the format does not allow", at: 4) }
        guard bytes.count >= head + payload else { return .needsBytes(head + payload) }
        return .whole(FrameLayout(magic: magic, totalBytes: head + payload, contentBytes: payload))
    }

    private static func block(_ bytes: Span<UInt8>) throws(FormatFault) -> Result {
        guard bytes.count >= headBytes else { return .needsBytes(headBytes) }
        guard bytes[4] == flags else { throw FormatFault("a block has other flags than the format's", at: 4) }
        let contentBytes = UInt64(word(bytes, at: 6)) | UInt64(word(bytes, at: 10)) << 32
        guard contentBytes <= UInt64(SegmentFormat.blockContentBytesMax) else {
            throw FormatFault("a block is larger than the format allows", at: 6)
        }
        var end = headBytes
        while true {
            guard bytes.count >= end + sizeBytes else { return .needsBytes(end + sizeBytes) }
            // The highest bit says that the data is not compressed.
            let size = Int(word(bytes, at: end) & 0x7FFF_FFFF)
            end += sizeBytes + checksumBytes
            if size == 0 { break }
            guard size <= SegmentFormat.blockContentBytesMax else {
                throw FormatFault("a block is larger than the format allows", at: end)
            }
            end += size
        }
        guard bytes.count >= end else { return .needsBytes(end) }
        guard contentBytes <= UInt64(end) * UInt64(expansionMax) else {
            throw FormatFault("a block says it holds more than it can", at: 6)
        }
        return .whole(FrameLayout(magic: SegmentFormat.blockMagic, totalBytes: end, contentBytes: Int(contentBytes)))
    }

    private static func word(_ bytes: Span<UInt8>, at offset: Int) -> UInt32 {
        UInt32(bytes[offset]) | UInt32(bytes[offset + 1]) << 8 | UInt32(bytes[offset + 2]) << 16
            | UInt32(bytes[offset + 3]) << 24
    }
}
