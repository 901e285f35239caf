/// Reads records of a block from left to right in the hot loop; an overrun is a `FormatFault`, never a trap.
enum RecordCursor {
    @inline(__always)
    static func varint(_ bytes: Span<UInt8>, _ offset: inout Int, end: Int) throws(FormatFault) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while offset < end {
            let byte = bytes[offset]
            offset += 1
            guard shift < 63 || byte <= 1 else { break }
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        throw FormatFault("a number is cut short or too long", at: offset)
    }

    /// A varint that counts bytes or things, so it can be no larger than what is left.
    static func count(_ bytes: Span<UInt8>, _ offset: inout Int, end: Int) throws(FormatFault) -> Int {
        let value = try varint(bytes, &offset, end: end)
        guard value <= UInt64(end - offset) else { throw FormatFault("a length goes beyond its record", at: offset) }
        return Int(value)
    }

    /// `opt(x)` of the format.
    static func optional(_ bytes: Span<UInt8>, _ offset: inout Int, end: Int) throws(FormatFault) -> UInt64? {
        let value = try varint(bytes, &offset, end: end)
        return value == 0 ? nil : value - 1
    }

    static func text(_ bytes: Span<UInt8>, _ offset: inout Int, end: Int) throws(FormatFault) -> String {
        let length = try count(bytes, &offset, end: end)
        let range = offset..<(offset + length)
        let text = bytes.extracting(range).withUnsafeBufferPointer { String(validating: $0, as: UTF8.self) }
        guard let text else { throw FormatFault("a name is not UTF-8", at: offset) }
        offset = range.upperBound
        return text
    }

    @inline(__always)
    static func integer<Integer: FixedWidthInteger>(
        _ bytes: Span<UInt8>,
        _ offset: inout Int,
        end: Int
    ) throws(FormatFault) -> Integer {
        let width = Integer.bitWidth / 8
        guard end - offset >= width else { throw FormatFault("a record is cut short", at: offset) }
        var value: Integer = 0
        for index in 0..<width {
            value |= Integer(truncatingIfNeeded: bytes[offset + index]) << Integer(index * 8)
        }
        offset += width
        return value
    }
}
