internal import ChangeModel

/// Reads rows of style t. Only the first row of a shape is parsed; others differ in values.
struct TextRows {
    var shapes = TextRowShapeCache()
    /// Heads of tables whose names hold an operation's word, as far as the catalogue names them; nil before the first row.
    var misleadingHeads: [String]?
    /// How many rows were parsed the slow way; all others were found by comparison.
    private(set) var shapeCount = 0

    init() {}

    /// Reads one row; its values' slots are moved from the payload to the batch by `base`.
    mutating func row(
        _ payload: Span<UInt8>,
        base: Int,
        into values: inout [ValueSlot],
        _ literals: inout ValueLiterals,
        _ relations: inout RelationTable
    ) throws(MessageFault) -> RowChange {
        let firstValue = values.count
        literals.messageBase = base
        for index in shapes.candidates(for: payload) {
            let shape = shapes[index]
            if try shape.read(payload, into: &values, &literals) {
                return RowChange(operation: shape.operation, relation: shape.relation, firstValue: firstValue)
            }
        }
        let shape = try learnShape(payload, &relations)
        guard try shape.read(payload, into: &values, &literals) else {
            throw MessageFault("the row differs from its own shape", at: 0)
        }
        return RowChange(operation: shape.operation, relation: shape.relation, firstValue: firstValue)
    }

    private mutating func learnShape(
        _ payload: Span<UInt8>,
        _ relations: inout RelationTable
    ) throws(MessageFault) -> TextRowShape {
        let readings = try TextRowReading.all(payload, relations.encoding)
        let (reading, table) = try resolve(readings, payload, &relations)
        let description = try reading.description(of: table)
        let relation = description.relation
        let index = try relations.index(of: relation)
        let shape = reading.shape(of: payload, relation, description, index: index)
        shapeCount += 1
        if isClear(table, reading.operation) { shapes.insert(shape) }
        return shape
    }
}
