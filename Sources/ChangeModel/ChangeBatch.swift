/// A run of the stream as it crosses between rooms: records in order, their values flattened into three arrays.
///
/// One allocation serves many rows, and a consumer walks plain arrays instead of calling across modules for each value.
/// `relations` only ever grows while a producer lives, so an index stays good from one batch to the next.
package struct ChangeBatch: Sendable {
    package var records: [ChangeRecord] = []
    package var values: [ValueSlot] = []
    package var bytes: [UInt8] = []
    package var relations = GrowingList<Relation>()
    package var truncations: [Truncation] = []
    package var schemaChanges: [SchemaChange] = []

    package init() {}

    /// Empties the batch for the next run; relations and the storage stay.
    package mutating func removeRecords() {
        records.removeAll(keepingCapacity: true)
        values.removeAll(keepingCapacity: true)
        bytes.removeAll(keepingCapacity: true)
        truncations.removeAll(keepingCapacity: true)
        schemaChanges.removeAll(keepingCapacity: true)
    }

    /// What the batch holds in memory, about, in bytes: what queues are bounded by.
    package var footprintBytes: Int {
        bytes.count + values.count * MemoryLayout<ValueSlot>.stride + records.count * MemoryLayout<ChangeRecord>.stride
    }
}

extension ChangeBatch {
    /// One row's record by itself, with all relations.
    package func row(_ record: Int) -> ChangeBatch {
        guard case .row(let change) = records[record] else { preconditionFailure("the record is a row") }
        let relation = relations[change.relation]
        var batch = ChangeBatch()
        batch.relations = relations
        batch.records = [.row(RowChange(operation: change.operation, relation: change.relation, firstValue: 0))]
        let count = relation.newColumnIndices.count + relation.oldColumnIndices.count
        for slot in values[change.firstValue..<(change.firstValue + count)] {
            guard let range = slot.range else {
                batch.values.append(slot)
                continue
            }
            batch.values.append(ValueSlot(range: batch.bytes.count..<(batch.bytes.count + range.count)))
            batch.bytes += bytes[range]
        }
        return batch
    }

    /// Whether there is more in it than positions of an idle source.
    package var holdsTransactions: Bool {
        records.contains { record in
            if case .position = record { false } else { true }
        }
    }
}
