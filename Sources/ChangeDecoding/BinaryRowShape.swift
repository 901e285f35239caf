internal import ChangeModel

/// The parts of a row of style b that repeat: what stands before each value, and behind the last one.
struct BinaryRowShape {
    static let nullLength: UInt32 = .max

    let operation: RowOperation
    /// Index into the decoder's relations.
    let relation: Int
    let newCount: Int
    /// For each value of the old image as sent, its place among the relation's old columns; empty where they agree.
    let oldPlaces: [Int]
    /// All parts, one behind the other.
    private var parts: [UInt8] = []
    private var values: [ValuePlace] = []

    /// What stands before a value: the end of its part in `parts`.
    private struct ValuePlace {
        let partEnd: Int
        let isBoolean: Bool
    }

    init(operation: RowOperation, relation: Int, newCount: Int, oldPlaces: [Int]) {
        self.operation = operation
        self.relation = relation
        self.newCount = newCount
        self.oldPlaces = oldPlaces
    }

    /// Adds the next part, which a value follows.
    mutating func append(_ part: Span<UInt8>, isBoolean: Bool) {
        part.withUnsafeBufferPointer { parts.append(contentsOf: $0) }
        values.append(ValuePlace(partEnd: parts.count, isBoolean: isBoolean))
    }

    /// Adds what stands behind the last value.
    mutating func finish(_ part: Span<UInt8>) {
        part.withUnsafeBufferPointer { parts.append(contentsOf: $0) }
    }

    /// Reads the values of a row; false, with some of them read, where the row has another shape or is malformed.
    @inline(__always)
    func read(
        _ bytes: Span<UInt8>,
        base: Int,
        into slots: inout [ValueSlot],
        _ literals: inout ValueLiterals
    ) throws(MessageFault) -> Bool {
        let parts = parts.span
        var offset = 0
        var partStart = 0
        for value in values {
            guard Self.skip(parts.extracting(partStart..<value.partEnd), in: bytes, &offset), bytes.count - offset >= 4
            else { return false }
            partStart = value.partEnd
            let length = UInt32(bigEndian: bytes.bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
            offset += 4
            if length == Self.nullLength {
                slots.append(.null)
                continue
            }
            guard bytes.count - offset >= length else { return false }
            let range = offset..<(offset + Int(length))
            offset = range.upperBound
            if value.isBoolean {
                slots.append(try Self.boolean(bytes, range, base: base, &literals))
            } else {
                slots.append(ValueSlot(range: (base + range.lowerBound)..<(base + range.upperBound)))
            }
        }
        return Self.skip(parts.extracting(partStart..<parts.count), in: bytes, &offset) && offset == bytes.count
    }

    @inline(__always)
    private static func skip(_ part: Span<UInt8>, in bytes: Span<UInt8>, _ offset: inout Int) -> Bool {
        guard ByteScanning.matches(part, in: bytes, at: offset) else { return false }
        offset += part.count
        return true
    }

    /// A boolean is `1` or `0` where the database is B-compatible, and `t` or `f` elsewhere and from here on.
    private static func boolean(
        _ bytes: Span<UInt8>,
        _ range: Range<Int>,
        base: Int,
        _ literals: inout ValueLiterals
    ) throws(MessageFault) -> ValueSlot {
        guard range.count == 1 else { throw MessageFault("a boolean is not one letter", at: range.lowerBound) }
        switch bytes[range.lowerBound] {
        case UInt8(ascii: "t"), UInt8(ascii: "f"):
            return ValueSlot(range: (base + range.lowerBound)..<(base + range.upperBound))
        case UInt8(ascii: "1"): return literals.rewritten(UInt8(ascii: "t"))
        case UInt8(ascii: "0"): return literals.rewritten(UInt8(ascii: "f"))
        default: throw MessageFault("a boolean is none of 1, 0, t and f", at: range.lowerBound)
        }
    }
}

extension ValueLiterals {
    /// The slot of a text of one byte that does not stand in the message.
    fileprivate mutating func rewritten(_ byte: UInt8) -> ValueSlot {
        unescaped.append(byte)
        let end = unescapedBase + unescaped.count
        return ValueSlot(range: (end - 1)..<end)
    }
}
