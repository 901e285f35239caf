/// Reads a payload from left to right, for everything that is not hot: an overrun is a `FormatFault`, never a trap.
struct ByteReader {
    private let bytes: ArraySlice<UInt8>
    private(set) var offset: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        offset = bytes.startIndex
    }

    var remaining: Int { bytes.endIndex - offset }

    mutating func take(_ count: Int) throws(FormatFault) -> ArraySlice<UInt8> {
        guard count >= 0, count <= remaining else { throw FormatFault("it ends too early", at: offset) }
        defer { offset += count }
        return bytes[offset..<(offset + count)]
    }

    mutating func integer<Integer: FixedWidthInteger>(_ type: Integer.Type = Integer.self) throws(FormatFault)
        -> Integer
    {
        let part = try take(Integer.bitWidth / 8)
        return part.reversed().reduce(0) { $0 << 8 | Integer(truncatingIfNeeded: $1) }
    }

    mutating func headerString() throws(FormatFault) -> String {
        let count = try integer(UInt16.self)
        let start = offset
        guard let text = String(validating: try take(Int(count)), as: UTF8.self) else {
            throw FormatFault("a name is not UTF-8", at: start)
        }
        return text
    }
}
