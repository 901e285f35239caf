/// Reads numbers in network order; a message that ends before the number does is an error.
enum BigEndian {
    @inline(__always)
    static func read<Number: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
        _ type: Number.Type,
        in bytes: Span<UInt8>,
        _ offset: inout Int
    ) throws(MessageFault) -> Number {
        let size = MemoryLayout<Number>.size
        guard bytes.count - offset >= size else { throw MessageFault("a number has no end", at: offset) }
        let number = bytes.bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: Number.self)
        offset += size
        return Number(bigEndian: number)
    }
}
