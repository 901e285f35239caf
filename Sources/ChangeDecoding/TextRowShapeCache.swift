/// Finds the shapes that a row may have by its text up to the first colon, which holds the table and, nearly always, the operation.
struct TextRowShapeCache {
    private var shapes: [TextRowShape] = []
    /// Indices into `shapes`, newest first: after an ALTER TABLE the new shape is the one that comes.
    private var candidates: [UInt64: [Int]] = [:]

    subscript(index: Int) -> TextRowShape { shapes[index] }

    func candidates(for row: Span<UInt8>) -> [Int] {
        candidates[Self.key(row)] ?? []
    }

    mutating func insert(_ shape: TextRowShape) {
        shapes.append(shape)
        candidates[Self.key(shape.text.span), default: []].insert(shapes.count - 1, at: 0)
    }

    mutating func removeAll() {
        shapes.removeAll()
        candidates.removeAll()
    }

    /// FNV-1a over the row up to its first colon, which every part before a value holds.
    private static func key(_ bytes: Span<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for index in bytes.indices {
            if bytes[index] == UInt8(ascii: ":") { break }
            hash = (hash ^ UInt64(bytes[index])) &* 0x100_0000_01B3
        }
        return hash
    }
}
