internal import Crypto

/// The checksum of a header or an index: the first 8 bytes of the SHA-256 of what stands before it.
enum PayloadChecksum {
    static func append(to payload: inout [UInt8]) {
        payload.append(contentsOf: checksum(payload[...]))
    }

    /// The payload without its checksum, or nil when that is wrong.
    static func verified(_ payload: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard payload.count >= SegmentFormat.checksumBytes else { return nil }
        let content = payload.dropLast(SegmentFormat.checksumBytes)
        return checksum(content).elementsEqual(payload.suffix(SegmentFormat.checksumBytes)) ? content : nil
    }

    private static func checksum(_ content: ArraySlice<UInt8>) -> [UInt8] {
        var hasher = SHA256()
        content.withUnsafeBytes { hasher.update(bufferPointer: $0) }
        return Array(hasher.finalize().prefix(SegmentFormat.checksumBytes))
    }
}
