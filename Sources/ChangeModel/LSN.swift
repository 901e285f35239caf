/// A position in the source's write-ahead log: 64 bits, printed as the server does (`0/23C91E8`).
package struct LSN: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let rawValue: UInt64

    @inlinable
    package init(_ rawValue: UInt64) {
        self.rawValue = rawValue
    }

    /// No position at all: what a server calls 0/0.
    package static let zero = LSN(0)

    /// Reads the server's spelling, two hexadecimal halves of 1–8 digits with a slash between; nil for anything else.
    package init?(_ text: some StringProtocol) {
        let halves = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard halves.count == 2,
            let high = Self.half(halves[0]),
            let low = Self.half(halves[1])
        else { return nil }
        self.init(UInt64(high) << 32 | UInt64(low))
    }

    private static func half(_ text: some StringProtocol) -> UInt32? {
        // UInt32.init(_:radix:) would accept a sign, and "-0" with it.
        let signs: [UInt8] = [UInt8(ascii: "+"), UInt8(ascii: "-")]
        guard (1...8).contains(text.utf8.count), text.utf8.allSatisfy({ !signs.contains($0) }) else { return nil }
        return UInt32(text, radix: 16)
    }

    @inlinable
    package static func < (left: LSN, right: LSN) -> Bool {
        left.rawValue < right.rawValue
    }

    package var description: String {
        String(rawValue >> 32, radix: 16, uppercase: true) + "/"
            + String(rawValue & 0xFFFF_FFFF, radix: 16, uppercase: true)
    }

    /// Bytes of log from `earlier` to here; 0 when `earlier` is not earlier.
    package func bytes(since earlier: LSN) -> UInt64 {
        self > earlier ? rawValue - earlier.rawValue : 0
    }
}
