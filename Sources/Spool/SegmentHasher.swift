internal import Crypto

/// The running SHA-256 of a segment. A plain value: a copy kept at a boundary undoes what was hashed since.
struct SegmentHasher {
    private var hasher = SHA256()

    mutating func update(_ bytes: ArraySlice<UInt8>) {
        bytes.withUnsafeBytes { hasher.update(bufferPointer: $0) }
    }

    func finalized() -> [UInt8] {
        Array(hasher.finalize())
    }
}
