/// Finds the shape of a row by the table's name and the operation's first letter, then by comparing the whole head.
struct RowShapeCache {
    private var shapes: [RowShape] = []
    /// Indices into `shapes`, newest first: after an ALTER TABLE the new shape is the one that comes.
    private var candidates: [UInt64: [Int]] = [:]

    var count: Int { shapes.count }

    /// The shape whose head this message begins with.
    func find(_ bytes: Span<UInt8>) -> RowShape? {
        guard let key = Self.key(bytes), let indices = candidates[key] else { return nil }
        for index in indices where ByteScanning.matches(shapes[index].head, in: bytes, at: 0) {
            return shapes[index]
        }
        return nil
    }

    /// The shape that has the head of `first` and the middle that stands at `middleStart`.
    func refine(_ first: RowShape, _ bytes: Span<UInt8>, middleStart: Int) -> RowShape? {
        if ByteScanning.matches(first.middle, in: bytes, at: middleStart) { return first }
        guard let key = Self.key(bytes), let indices = candidates[key] else { return nil }
        for index in indices
        where shapes[index].head == first.head
            && ByteScanning.matches(shapes[index].middle, in: bytes, at: middleStart)
        {
            return shapes[index]
        }
        return nil
    }

    mutating func insert(_ shape: RowShape) {
        guard let key = Self.key(shape.head.span) else { return }
        shapes.append(shape)
        candidates[key, default: []].insert(shapes.count - 1, at: 0)
    }

    /// FNV-1a over the table's name and the operation's letter. The name is taken up to the first `",`, which an odd
    /// name may hold itself: that costs a comparison, no more.
    private static func key(_ bytes: Span<UInt8>) -> UInt64? {
        let nameStart = #"{"table_name":""#.utf8.count
        let letterDistance = #"","op_type":""#.utf8.count
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        var index = nameStart
        while index + letterDistance < bytes.count {
            if bytes[index] == UInt8(ascii: "\""), bytes[index + 1] == UInt8(ascii: ",") {
                return (hash ^ UInt64(bytes[index + letterDistance])) &* 0x100_0000_01B3
            }
            hash = (hash ^ UInt64(bytes[index])) &* 0x100_0000_01B3
            index += 1
        }
        return nil
    }
}
