/// The end of a sealed segment: where its index stands, and the hash of all bytes before the seal.
struct SegmentSeal: Equatable {
    let indexOffset: UInt64
    let hash: [UInt8]

    /// The whole frame.
    func encoded() -> [UInt8] {
        var payload: [UInt8] = []
        payload.append(littleEndian: indexOffset)
        payload.append(contentsOf: hash)
        return SkippableFrame.encoded(magic: SegmentFormat.sealMagic, payload: payload)
    }

    init(indexOffset: UInt64, hash: [UInt8]) {
        precondition(hash.count == SegmentFormat.hashBytes)
        self.indexOffset = indexOffset
        self.hash = hash
    }

    init(payload: ArraySlice<UInt8>) throws(FormatFault) {
        var reader = ByteReader(payload)
        indexOffset = try reader.integer(UInt64.self)
        hash = Array(try reader.take(SegmentFormat.hashBytes))
        guard reader.remaining == 0 else { throw FormatFault("the seal has a wrong size", at: reader.offset) }
    }
}
