/// Numbers in network order.
enum Bytes {
    static func bigEndian(_ number: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: number.bigEndian) { Array($0) }
    }

    /// A text with its length before it.
    static func name(_ text: String) -> [UInt8] {
        bigEndian(UInt16(text.utf8.count)) + Array(text.utf8)
    }
}
