/// Appends integers and texts as the format wants them.
extension [UInt8] {
    mutating func append<Integer: FixedWidthInteger>(littleEndian value: Integer) {
        var rest = value
        for _ in 0..<(Integer.bitWidth / 8) {
            append(UInt8(truncatingIfNeeded: rest))
            rest >>= 8
        }
    }

    mutating func append(varint value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(rest))
    }

    /// `opt(x)` of the format: 0 for unknown, else x + 1.
    mutating func append(optional value: UInt64?) {
        // The greatest number has no successor; no server numbers a transaction so.
        append(varint: value.map { $0 &+ 1 } ?? 0)
    }

    mutating func append(text: String) {
        append(varint: UInt64(text.utf8.count))
        append(contentsOf: text.utf8)
    }

    /// A string of the header: u16 length, then the text.
    mutating func append(headerString text: String) {
        precondition(text.utf8.count <= Int(UInt16.max), "a name of the header fits 65,535 bytes")
        append(littleEndian: UInt16(text.utf8.count))
        append(contentsOf: text.utf8)
    }
}
