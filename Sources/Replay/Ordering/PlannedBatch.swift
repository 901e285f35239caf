internal import ChangeModel

/// A batch with everything that applying it takes: for each relation its plan, for each record its conflict keys.
///
/// Shared by the workers that apply its transactions, and gone when the last of them is done.
final class PlannedBatch: Sendable {
    let batch: ChangeBatch
    /// By relation; nil for one that no row has used yet.
    let plans: GrowingList<TablePlan?>
    private let keys: [ConflictKey]
    /// Where the keys of each record begin; one more for the end.
    private let keyStarts: [Int32]
    /// The first record that cannot be applied, and why; no record from there on has keys.
    let fault: (record: Int, error: ReplayError)?
    /// Records that must stand alone, since nobody can say what they touch; in order.
    let lonelyRecords: [Int]
    /// Whether plans may leave out columns that the target lacks.
    let leavesColumnsOut: Bool

    init(
        batch: ChangeBatch,
        plans: GrowingList<TablePlan?>,
        keys: [ConflictKey],
        keyStarts: [Int32],
        lonelyRecords: [Int],
        leavesColumnsOut: Bool = false,
        fault: (record: Int, error: ReplayError)?
    ) {
        precondition(keyStarts.count == batch.records.count + 1)
        self.batch = batch
        self.plans = plans
        self.keys = keys
        self.keyStarts = keyStarts
        self.lonelyRecords = lonelyRecords
        self.leavesColumnsOut = leavesColumnsOut
        self.fault = fault
    }

    /// The keys of one record, or of a run of them.
    func withKeys<Value>(of records: Range<Int>, _ body: (Span<ConflictKey>) -> Value) -> Value {
        let range = Int(keyStarts[records.lowerBound])..<Int(keyStarts[records.upperBound])
        let keys = keys
        return body(keys.span.extracting(range))
    }

    func plan(of change: RowChange) -> TablePlan {
        guard let plan = plans[change.relation] else { preconditionFailure("a row's table was planned with its batch") }
        return plan
    }

    /// Whether all the records are rows, and of each is known what it touches.
    func isKnown(_ records: Range<Int>) -> Bool {
        guard !lonelyRecords.contains(where: records.contains) else { return false }
        guard !batch.truncations.isEmpty || !batch.schemaChanges.isEmpty else { return true }
        return records.allSatisfy { index in
            if case .row = batch.records[index] { true } else { false }
        }
    }

    /// A row's record by itself: who holds on to it holds on to no other.
    func alone(_ record: Int) -> PlannedBatch {
        PlannedBatch(
            batch: batch.row(record),
            plans: plans,
            keys: withKeys(of: record..<(record + 1)) { keys in keys.indices.map { keys[$0] } },
            keyStarts: [0, keyStarts[record + 1] - keyStarts[record]],
            lonelyRecords: lonelyRecords.contains(record) ? [0] : [],
            leavesColumnsOut: leavesColumnsOut,
            fault: nil
        )
    }

    /// What some of the records keep in memory, about: their part of the batch.
    func byteCount(of count: Int) -> Int {
        let whole = batch.footprintBytes + keys.count * MemoryLayout<ConflictKey>.stride
        return whole / max(1, batch.records.count) * count
    }
}
