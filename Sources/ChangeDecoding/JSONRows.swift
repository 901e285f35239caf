internal import ChangeModel

/// Reads rows of the serial dialect and of style j: a JSON object each. Only the first row of a shape is parsed; others differ in values.
struct JSONRows {
    private var shapes = RowShapeCache()

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
        let firstValue = values.count
        if let first = shapes.find(payload) {
            var offset = first.head.count
            literals.messageBase = base
            try literals.readArray(count: first.newCount, in: payload, &offset, into: &values)
            if let shape = shapes.refine(first, payload, middleStart: offset) {
                try oldImage(shape, payload, offset + shape.middle.count, into: &values, &literals)
                return RowChange(operation: shape.operation, relation: shape.relation, firstValue: firstValue)
            }
            values.removeLast(values.count - firstValue)
        }
        try learnShape(payload, &relations)
        return try row(payload, base: base, into: &values, &literals, &relations)
    }

    private func oldImage(
        _ shape: RowShape,
        _ payload: Span<UInt8>,
        _ start: Int,
        into values: inout [ValueSlot],
        _ literals: inout ValueLiterals
    ) throws(MessageFault) {
        var offset = start
        let firstOld = values.count
        try literals.readArray(count: shape.oldCount, in: payload, &offset, into: &values)
        try ByteScanning.expect("}", in: payload, &offset)
        guard offset == payload.count else { throw MessageFault("the row has text behind its end", at: offset) }
        RowDescription.arrange(&values, from: firstOld, by: shape.oldPlaces)
    }

    private mutating func learnShape(_ payload: Span<UInt8>, _ relations: inout RelationTable) throws(MessageFault) {
        let parsed = try RowShapeParser(payload, relations.encoding)
        let relation = parsed.description.relation
        let index = try relations.index(of: relation)
        shapes.insert(parsed.shape(of: payload, relation: relation, index: index))
    }
}
