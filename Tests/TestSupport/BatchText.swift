package import ChangeModel

/// A batch as lines of text, one a record: what tests compare, and what a failed one shows.
///
/// A begin shows no more than its transaction's identifier, because the rest is known only where it comes from a spool.
package enum BatchText {
    package static func lines(_ batch: ChangeBatch) -> [String] {
        batch.records.map { line($0, of: batch) }
    }

    package static func line(_ record: ChangeRecord, of batch: ChangeBatch) -> String {
        switch record {
        case .begin(let begin): "begin" + optional(" xid", begin.transactionIdentifier)
        case .row(let change): row(change, of: batch)
        case .truncate(let index): truncate(batch.truncations[index])
        case .schemaChange(let index): "schema change " + batch.schemaChanges[index].text
        case .commit(let commit): Self.commit(commit)
        case .position(let position): "position \(position)"
        }
    }

    package static func commit(_ commit: TransactionCommit) -> String {
        "commit \(commit.position)" + optional(" xid", commit.transactionIdentifier)
            + optional(" csn", commit.commitSequenceNumber) + (commit.time.map { " at \($0)" } ?? "")
    }

    private static func optional(_ name: String, _ value: UInt64?) -> String {
        value.map { "\(name)=\($0)" } ?? ""
    }

    private static func truncate(_ truncation: Truncation) -> String {
        "truncate " + truncation.tables.map(\.description).joined(separator: ",")
            + (truncation.restartsSequences ? " restart" : "") + (truncation.cascades ? " cascade" : "")
    }

    private static func row(_ change: RowChange, of batch: ChangeBatch) -> String {
        let relation = batch.relations[change.relation]
        let new = relation.newColumnIndices
        let old = relation.oldColumnIndices
        return "\(change.operation) \(relation.table)"
            + image(" new", new, change.firstValue, relation, batch)
            + image(" old", old, change.firstValue + new.count, relation, batch)
    }

    private static func image(
        _ name: String,
        _ columns: [Int],
        _ first: Int,
        _ relation: Relation,
        _ batch: ChangeBatch
    ) -> String {
        guard !columns.isEmpty else { return "" }
        let values = columns.enumerated().map { place, column in
            let described = relation.columns[column]
            let type =
                described.typeIdentifier == 0 ? described.typeName : "\(described.typeName)/\(described.typeIdentifier)"
            return "\(described.name)[\(type)]=\(value(batch.values[first + place], batch))"
        }
        return name + "(" + values.joined(separator: ", ") + ")"
    }

    package static func value(_ slot: ValueSlot, _ batch: ChangeBatch) -> String {
        if slot.isNull { return "NULL" }
        guard let range = slot.range else { return "ABSENT" }
        return "'" + String(decoding: batch.bytes[range], as: UTF8.self) + "'"
    }
}
