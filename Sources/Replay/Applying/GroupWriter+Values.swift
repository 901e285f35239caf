internal import ChangeModel
internal import MySQLClient

/// Values.
extension GroupWriter {
    /// The values of the new image, those that are written, into `values`.
    mutating func encodeNew(_ row: WavePlan.Row, _ plan: TablePlan) throws(ApplyFailure) {
        let change = change(row)
        let planned = batches[Int(row.batch)]
        values.removeAll()
        for (place, column) in plan.newColumns.enumerated() {
            guard let column else { continue }
            try encode(planned.batch.values[change.firstValue + place], column, planned, isWritten: true)
        }
    }

    mutating func appendValue(
        _ slot: ValueSlot,
        _ column: TablePlan.PlannedColumn,
        _ planned: PlannedBatch,
        isWritten: Bool
    ) throws(ApplyFailure) {
        values.removeAll()
        try encode(slot, column, planned, isWritten: isWritten)
        batch.append(value: 0, of: values)
    }

    private mutating func encode(
        _ slot: ValueSlot,
        _ column: TablePlan.PlannedColumn,
        _ planned: PlannedBatch,
        isWritten: Bool
    ) throws(ApplyFailure) {
        guard let range = slot.range else {
            guard column.isNullable else { throw .rows }
            return values.appendNull()
        }
        // A local copy of the array's reference, because a span must not outlive what it was taken from.
        let bytes = planned.batch.bytes
        do throws(ValueRefusal) {
            try encoder.append(bytes.span.extracting(range), column.encoding, isWritten: isWritten, to: &values)
        } catch {
            throw .rows
        }
    }
}
