internal import ChangeModel

/// A row of the transaction that is applied: where it stands in its batch and in its transaction.
struct TransactionRow {
    let planned: PlannedBatch
    let record: Int
    /// Its number among the transaction's records, from 0 on: the same whenever the transaction is read again.
    let place: Int
    /// The commit of its transaction.
    let position: LSN

    var change: RowChange {
        guard case .row(let change) = planned.batch.records[record] else { preconditionFailure("a row is applied") }
        return change
    }

    var plan: TablePlan { planned.plan(of: change) }
    var batch: ChangeBatch { planned.batch }

    /// The same row in a batch of its own.
    var alone: TransactionRow {
        TransactionRow(planned: planned.alone(record), record: 0, place: place, position: position)
    }

    /// Whether nobody can say what the row touches.
    var isLonely: Bool { planned.lonelyRecords.contains(record) }
}
