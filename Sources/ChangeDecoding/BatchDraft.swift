internal import ChangeModel

/// A batch while it is decoded: its records and slots, and the texts that had to be rewritten.
struct BatchDraft {
    var batch = ChangeBatch()
    var literals: ValueLiterals

    /// How much a batch held: what the next one makes room for at once, instead of growing step by step.
    struct Size {
        var records = 0
        var values = 0
    }

    init(_ messages: borrowing MessageBatch, expecting size: Size) {
        literals = ValueLiterals(unescapedBase: messages.bytes.count)
        batch.records.reserveCapacity(max(messages.messages.count, size.records))
        batch.values.reserveCapacity(size.values)
    }

    var size: Size { Size(records: batch.records.count, values: batch.values.count) }

    mutating func append(_ truncation: Truncation) {
        batch.truncations.append(truncation)
        batch.records.append(.truncate(batch.truncations.count - 1))
    }

    mutating func append(_ schemaChange: SchemaChange) {
        batch.schemaChanges.append(schemaChange)
        batch.records.append(.schemaChange(batch.schemaChanges.count - 1))
    }

    /// The batch, which takes over the messages' bytes.
    consuming func finish(_ messages: consuming MessageBatch, _ relations: GrowingList<Relation>) -> ChangeBatch {
        batch.relations = relations
        // Exchanged, not assigned: with a second owner the bytes would be copied even where there is room behind them.
        swap(&batch.bytes, &messages.bytes)
        guard !literals.unescaped.isEmpty else { return batch }
        // To the byte: growing by append alone would double it.
        batch.bytes.reserveCapacity(batch.bytes.count + literals.unescaped.count)
        batch.bytes.append(contentsOf: literals.unescaped)
        return batch
    }
}
