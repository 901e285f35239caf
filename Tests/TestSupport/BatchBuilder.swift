package import ChangeModel

/// Makes batches for tests, row by row.
package struct BatchBuilder {
    package private(set) var batch = ChangeBatch()
    private var indices: [Relation: Int] = [:]

    package init() {}

    package enum Value {
        case text(String)
        case null
        case absent
    }

    package mutating func begin(_ transactionIdentifier: UInt64? = nil) {
        batch.records.append(
            .begin(TransactionBegin(transactionIdentifier: transactionIdentifier, commitSequenceNumber: nil))
        )
    }

    /// Values of the new image, then of the old one, as many as the relation has.
    package mutating func row(_ operation: RowOperation, _ relation: Relation, _ values: [Value]) {
        precondition(values.count == relation.newColumnIndices.count + relation.oldColumnIndices.count)
        let index = indices[relation] ?? batch.relations.count
        if index == batch.relations.count {
            batch.relations.append(relation)
            indices[relation] = index
        }
        let change = RowChange(operation: operation, relation: index, firstValue: batch.values.count)
        for value in values { batch.values.append(slot(value)) }
        batch.records.append(.row(change))
    }

    private mutating func slot(_ value: Value) -> ValueSlot {
        switch value {
        case .null: return .null
        case .absent: return .absent
        case .text(let text):
            let start = batch.bytes.count
            batch.bytes.append(contentsOf: text.utf8)
            return ValueSlot(range: start..<batch.bytes.count)
        }
    }

    package mutating func truncate(_ truncation: Truncation) {
        batch.truncations.append(truncation)
        batch.records.append(.truncate(batch.truncations.count - 1))
    }

    package mutating func schemaChange(_ text: String) {
        batch.schemaChanges.append(SchemaChange(text: text))
        batch.records.append(.schemaChange(batch.schemaChanges.count - 1))
    }

    package mutating func commit(
        _ position: UInt64,
        transactionIdentifier: UInt64? = nil,
        commitSequenceNumber: UInt64? = nil,
        time: CommitTime? = nil
    ) {
        let commit = TransactionCommit(
            position: LSN(position),
            transactionIdentifier: transactionIdentifier,
            commitSequenceNumber: commitSequenceNumber,
            time: time
        )
        batch.records.append(.commit(commit))
    }

    package mutating func position(_ position: UInt64) {
        batch.records.append(.position(LSN(position)))
    }

    /// Begins the next batch of the same producer: its relations keep their indices.
    package mutating func removeRecords() {
        batch.removeRecords()
    }

    /// A relation whose columns are all `text`: `new` in the new image, `old` in the old one.
    package static func relation(_ table: String, new: [String] = [], old: [String] = []) -> Relation {
        let names = new + old.filter { !new.contains($0) }
        let columns = names.map { name in
            Column(
                name: name,
                typeName: "text",
                isInNewImage: new.contains(name),
                isInOldImage: old.contains(name)
            )
        }
        return Relation(table: TableName(schema: "public", table: table), columns: columns)
    }
}
