package import ChangeModel

/// Decodes openGauss's serial dialect, one message a record: `BEGIN`, a JSON object a row, `COMMIT`.
///
/// Values keep their place in the messages' bytes, which become the batch's: a text without escapes is never copied.
/// The relations that it has seen stay for its life, so their indices mean the same in every batch.
package struct SerialChangeDecoder {
    private var relations: [Relation] = []
    private var relationIndices: [Relation: Int] = [:]
    private var shapes = RowShapeCache()
    private var isInTransaction = false

    package init() {}

    /// How many shapes of rows were parsed; all others were found by comparison.
    var shapeCount: Int { shapes.count }

    /// To be called when a stream begins anew: what was open will come again from its start.
    package mutating func restartStream() {
        isInTransaction = false
    }

    /// Decodes a run of messages. A keepalive becomes a `position` record where no transaction is open, and nothing
    /// elsewhere.
    package mutating func decode(_ messages: consuming MessageBatch) throws(DecodingError) -> ChangeBatch {
        var batch = ChangeBatch()
        batch.records.reserveCapacity(messages.messages.count)
        var literals = ValueLiterals(unescapedBase: messages.bytes.count)
        for message in messages.messages {
            switch message {
            case .keepalive(let walEnd):
                if !isInTransaction { batch.records.append(.position(walEnd)) }
            case .data(let position, let range):
                let payload = messages.bytes.span.extracting(range)
                do throws(MessageFault) {
                    try decode(payload, at: position, base: range.lowerBound, into: &batch, &literals)
                } catch {
                    throw DecodingError(error.reason, byteOffset: error.byteOffset, position: position)
                }
            }
        }
        batch.relations = relations
        batch.bytes = messages.bytes
        batch.bytes.append(contentsOf: literals.unescaped)
        return batch
    }

    private mutating func decode(
        _ payload: Span<UInt8>,
        at position: LSN,
        base: Int,
        into batch: inout ChangeBatch,
        _ literals: inout ValueLiterals
    ) throws(MessageFault) {
        guard payload.count > 0 else { throw MessageFault("it is empty", at: 0) }
        switch payload[0] {
        case UInt8(ascii: "{"):
            try requireTransaction(true)
            batch.records.append(.row(try row(payload, base: base, into: &batch.values, &literals)))
        case UInt8(ascii: "B"):
            try requireTransaction(false)
            batch.records.append(.begin(try SerialLines.begin(payload)))
            isInTransaction = true
        case UInt8(ascii: "C"):
            try requireTransaction(true)
            batch.records.append(.commit(try SerialLines.commit(payload, at: position)))
            isInTransaction = false
        case UInt8(ascii: "t"):
            try requireTransaction(true)
            batch.truncations.append(try SerialLines.truncate(payload))
            batch.records.append(.truncate(batch.truncations.count - 1))
        default:
            throw MessageFault("a line of the serial dialect begins neither with {, BEGIN, COMMIT nor table", at: 0)
        }
    }

    private func requireTransaction(_ expected: Bool) throws(MessageFault) {
        guard isInTransaction != expected else { return }
        throw MessageFault(
            expected ? "it belongs to no transaction" : "a transaction begins inside another one",
            at: 0
        )
    }

    /// Reads one JSON row; its values' slots are moved from the payload to the batch by `base`.
    private mutating func row(
        _ payload: Span<UInt8>,
        base: Int,
        into values: inout [ValueSlot],
        _ literals: inout ValueLiterals
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
        try learnShape(payload)
        return try row(payload, base: base, into: &values, &literals)
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
        guard !shape.oldPlaces.isEmpty else { return }
        let sent = Array(values[firstOld...])
        for (slot, place) in zip(sent, shape.oldPlaces) { values[firstOld + place] = slot }
    }

    private mutating func learnShape(_ payload: Span<UInt8>) throws(MessageFault) {
        let parsed = try RowShapeParser(payload)
        let relation = parsed.relation
        let index = relationIndices[relation] ?? relations.count
        if index == relations.count {
            relations.append(relation)
            relationIndices[relation] = index
        }
        shapes.insert(parsed.shape(of: payload, relation: index, described: relation))
    }
}
