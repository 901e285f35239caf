/// The five bytes before the body of every message: a letter, and a length that counts itself but not the letter.
struct MessageHeader: Equatable {
    static let byteCount = 5

    let tag: UInt8
    let bodyBytes: Int

    var totalBytes: Int { Self.byteCount + bodyBytes }

    /// nil while fewer bytes than a header are there.
    init?(_ bytes: UnsafeRawBufferPointer, bodyLimitBytes: (UInt8) -> Int) throws(WireFailure) {
        guard bytes.count >= Self.byteCount else { return nil }
        let length = Int(Int32(bigEndian: bytes.loadUnaligned(fromByteOffset: 1, as: Int32.self)))
        let tag = bytes[0]
        guard length >= 4 else {
            throw .violation("it sent a message \(Self.name(tag)) of the length \(length), where 4 is the least")
        }
        guard length - 4 <= bodyLimitBytes(tag) else {
            let limit = bodyLimitBytes(tag)
            throw .violation(
                "it sent a message \(Self.name(tag)) of \(length - 4) bytes, where at most \(limit) are taken"
            )
        }
        self.tag = tag
        bodyBytes = length - 4
    }

    /// A letter as people read it: `'D'`, or its number where it is none.
    static func name(_ tag: UInt8) -> String {
        (0x21...0x7E).contains(tag) ? "'\(Unicode.Scalar(tag))'" : "number \(tag)"
    }
}
