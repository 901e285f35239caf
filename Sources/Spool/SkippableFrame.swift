/// An LZ4 frame that decompressors step over: magic, size, payload.
enum SkippableFrame {
    static func encoded(magic: UInt32, payload: [UInt8]) -> [UInt8] {
        var frame: [UInt8] = []
        frame.reserveCapacity(SegmentFormat.skippableHeadBytes + payload.count)
        frame.append(littleEndian: magic)
        frame.append(littleEndian: UInt32(payload.count))
        frame.append(contentsOf: payload)
        return frame
    }
}
