internal import ChangeModel

/// Reads rows of style b. Only the first row of a shape is parsed; of others, what repeats is compared and the values are taken.
struct BinaryRows {
    private var shapes: [BinaryRowShape] = []
    /// Indices into `shapes` by operation and table, newest first: after an ALTER TABLE the new shape is the one that comes.
    private var candidates: [UInt64: [Int]] = [:]
    /// The shape of the row before: rows of one table come in runs.
    private var last: Int?

    init() {}

    /// How many shapes of rows were parsed; all others were found by comparison.
    var shapeCount: Int { shapes.count }

    /// Reads one row; its values' slots are moved from the payload to the batch by `base`.
    mutating func row(
        _ payload: Span<UInt8>,
        base: Int,
        into values: inout [ValueSlot],
        _ literals: inout ValueLiterals,
        _ relations: inout RelationTable
    ) throws(MessageFault) -> RowChange {
        if let last, let change = try read(payload, as: last, base: base, into: &values, &literals) { return change }
        let key = Self.key(payload)
        if let indices = candidates[key] {
            for index in indices {
                guard let change = try read(payload, as: index, base: base, into: &values, &literals) else { continue }
                last = index
                return change
            }
        }
        let index = try learnShape(payload, key, &relations)
        last = index
        guard let change = try read(payload, as: index, base: base, into: &values, &literals) else {
            preconditionFailure("a row does not have the shape made from it")
        }
        return change
    }

    /// Reads the row in one of the shapes; nil, with no value added, where it has another.
    @inline(__always)
    private func read(
        _ payload: Span<UInt8>,
        as index: Int,
        base: Int,
        into values: inout [ValueSlot],
        _ literals: inout ValueLiterals
    ) throws(MessageFault) -> RowChange? {
        let firstValue = values.count
        guard try shapes[index].read(payload, base: base, into: &values, &literals) else {
            values.removeLast(values.count - firstValue)
            return nil
        }
        let firstOld = firstValue + shapes[index].newCount
        RowDescription.arrange(&values, from: firstOld, by: shapes[index].oldPlaces)
        return RowChange(operation: shapes[index].operation, relation: shapes[index].relation, firstValue: firstValue)
    }

    private mutating func learnShape(
        _ payload: Span<UInt8>,
        _ key: UInt64,
        _ relations: inout RelationTable
    ) throws(MessageFault) -> Int {
        let parsed = try BinaryRowParser(payload, &relations)
        let relation = parsed.description.relation
        let index = try relations.index(of: relation)
        shapes.append(parsed.shape(of: payload, relation: relation, index: index))
        candidates[key, default: []].insert(shapes.count - 1, at: 0)
        return shapes.count - 1
    }

    /// FNV-1a over the operation and both names; of a payload that ends within them, over all of it.
    private static func key(_ bytes: Span<UInt8>) -> UInt64 {
        var end = 1
        for _ in 0..<2 where bytes.count - end >= 2 {
            end += 2 + Int(bytes[end]) << 8 + Int(bytes[end + 1])
        }
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for index in 0..<min(end, bytes.count) { hash = (hash ^ UInt64(bytes[index])) &* 0x100_0000_01B3 }
        return hash
    }
}
