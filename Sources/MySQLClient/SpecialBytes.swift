/// The bytes that cannot be copied into a quoted text or a field as they are: NUL, the backslash, and two of the writer's.
///
/// Found eight at a time: nearly all text has none.
struct SpecialBytes {
    private let first: UInt64
    private let second: UInt64

    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highBits: UInt64 = 0x8080_8080_8080_8080
    private static let backslashes = ones &* UInt64(UInt8(ascii: "\\"))

    init(_ first: UInt8, _ second: UInt8) {
        self.first = Self.ones &* UInt64(first)
        self.second = Self.ones &* UInt64(second)
    }

    /// The place of the first of them at or after `start`, or the end.
    func firstIndex(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        var index = start
        while index + 8 <= bytes.count {
            let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            guard
                Self.hasZero(word) | Self.hasZero(word ^ Self.backslashes) | Self.hasZero(word ^ first)
                    | Self.hasZero(word ^ second) == 0
            else { break }
            index += 8
        }
        while index < bytes.count, !contains(bytes[index]) { index += 1 }
        return index
    }

    private func contains(_ byte: UInt8) -> Bool {
        byte == 0 || byte == UInt8(ascii: "\\") || byte == UInt8(truncatingIfNeeded: first)
            || byte == UInt8(truncatingIfNeeded: second)
    }

    /// Other than 0 when a byte of the word is 0.
    private static func hasZero(_ word: UInt64) -> UInt64 {
        (word &- ones) & ~word & highBits
    }
}
