internal import ChangeModel

@testable import Replay

/// Makes planned batches of transactions of which nothing but their positions and their rows' keys matters.
struct PlannedStreamBuilder {
    private var batch = ChangeBatch()
    private var keys: [ConflictKey] = []
    private var keyStarts: [Int32] = []
    private var lonely: [Int] = []
    private var fault: (record: Int, error: ReplayError)?

    private mutating func append(_ record: ChangeRecord, _ recordKeys: [ConflictKey] = []) {
        batch.records.append(record)
        keyStarts.append(Int32(keys.count))
        keys.append(contentsOf: recordKeys)
    }

    private func end(_ position: UInt64) -> TransactionCommit {
        TransactionCommit(
            position: LSN(position),
            transactionIdentifier: nil,
            commitSequenceNumber: nil,
            time: CommitTime(microsecondsSinceEpoch: Int64(position))
        )
    }

    mutating func begin(_ position: UInt64) {
        append(.begin(TransactionBegin(transactionIdentifier: nil, commitSequenceNumber: nil, commit: end(position))))
    }

    mutating func row(_ keys: [ConflictKey]) {
        append(.row(RowChange(operation: .insert, relation: 0, firstValue: 0)), keys)
    }

    /// A row of which nobody can say what it touches.
    mutating func lonelyRow() {
        lonely.append(batch.records.count)
        row([])
    }

    /// A row that cannot be applied.
    mutating func faultyRow(_ error: ReplayError) {
        fault = fault ?? (batch.records.count, error)
        row([])
    }

    mutating func truncate() {
        batch.truncations.append(Truncation(tables: [], restartsSequences: false, cascades: false))
        append(.truncate(batch.truncations.count - 1))
    }

    mutating func commit(_ position: UInt64) {
        append(.commit(end(position)))
    }

    mutating func position(_ position: UInt64) {
        append(.position(LSN(position)))
    }

    mutating func transaction(_ position: UInt64, _ rows: [ConflictKey]...) {
        transaction(position, rows: rows)
    }

    mutating func transaction(_ position: UInt64, rows: [[ConflictKey]]) {
        begin(position)
        for keys in rows { row(keys) }
        commit(position)
    }

    /// What was made since the last batch.
    mutating func nextBatch() -> PlannedBatch {
        defer { self = PlannedStreamBuilder() }
        return PlannedBatch(
            batch: batch,
            plans: [],
            keys: keys,
            keyStarts: keyStarts + [Int32(keys.count)],
            lonelyRecords: lonely,
            fault: fault
        )
    }
}
