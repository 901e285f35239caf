internal import ChangeModel
internal import MySQLClient
internal import Spool

/// One walk through the rows that are held back, from the oldest on: which may be tried, what comes of it, and what is still held at the end.
///
/// The target's tables are read anew, since somebody may have mended them.
struct HeldRowsRound {
    /// Of the rows that stay.
    private(set) var keys = HeldKeys()
    private(set) var heldRows = 0
    private(set) var applied = 0
    private(set) var refused = 0
    private let control: TargetSession
    private let stream: SessionStream
    private let quarantine: Quarantine
    private var planner: BatchPlanner
    private var decoder = StoredChangeDecoder()
    private var rows: RowApplier
    private var keyBuilder: ConflictKeyBuilder

    init(
        options: ReplayOptions,
        control: TargetSession,
        stream: SessionStream,
        quarantine: Quarantine
    ) throws(ReplayError) {
        self.control = control
        self.stream = stream
        self.quarantine = quarantine
        planner = try ReplayError.asking { () throws(MySQLError) in
            try BatchPlanner(session: control, options: options, applied: AppliedRanges())
        }
        rows = RowApplier(session: control, options: options)
        keyBuilder = ConflictKeyBuilder(connection: control.connection)
    }

    mutating func meet(_ row: QuarantinedRow) throws(ReplayError) {
        let change = try change(of: row)
        let mustWait = change.planned.withKeys(of: change.record..<(change.record + 1)) { keys.touches($0) }
        guard row.state != .held, !mustWait else {
            // It was asked for too early.
            if row.state == .retry { try move(row, from: .retry, to: .waiting) }
            return try stay(change)
        }
        do throws(ReplayError) {
            try apply(row, change)
        } catch {
            guard error.isAboutData else { throw error }
            try hold(row, error)
            refused += 1
            try stay(change)
        }
    }

    private mutating func stay(_ row: TransactionRow) throws(ReplayError) {
        keys.add(row, parentKeys: try keyBuilder.parentKeys(of: row))
        heldRows += 1
    }

    private mutating func change(of row: QuarantinedRow) throws(ReplayError) -> TransactionRow {
        let bytes = try ReplayError.asking { () throws(MySQLError) in
            try quarantine.table.change(row.identifier, on: control.connection)
        }
        guard let batch = decoder.decode(bytes) else {
            throw unusable(row, "its change is not as replay wrote it")
        }
        let planned = try planner.plan(batch, openCommit: row.position)
        if let fault = planned.fault { throw unusable(row, fault.error.description) }
        guard planned.batch.records.count == batch.records.count else {
            throw unusable(row, "mapping.include and mapping.exclude leave its table out")
        }
        let record = StoredChangeDecoder.record
        guard planned.isKnown(record..<(record + 1)) else {
            throw unusable(row, "nobody can say which later changes have to wait for it")
        }
        return TransactionRow(planned: planned, record: record, place: 0, position: row.position)
    }

    private func unusable(_ row: QuarantinedRow, _ reason: String) -> ReplayError {
        .heldRowWithoutPlace(identifier: row.identifier, table: row.sourceTable, reason: reason)
    }

    /// The row, what becomes of it, and that this replay may write at all, in one transaction.
    private mutating func apply(_ row: QuarantinedRow, _ change: TransactionRow) throws(ReplayError) {
        try control.execute("START TRANSACTION")
        var isDropped = false
        do throws(ReplayError) {
            try requireProgress()
            try rows.apply(change)
            try rows.finish()
            isDropped = try !move(row, from: row.state, to: .applied)
        } catch {
            rows.discard()
            _ = rows.takePolicyUses()
            if error.isAboutData { try control.execute("ROLLBACK") }
            throw error
        }
        let uses = rows.takePolicyUses()
        for sql in stream.policyUsesStatements(worker: 0, uses) { try control.execute(sql) }
        try control.execute(isDropped ? "ROLLBACK" : "COMMIT")
        if isDropped { return }
        stream.ledger.note(uses)
        applied += 1
    }

    /// Another replay may have taken the stream over.
    private func requireProgress() throws(ReplayError) {
        guard let progress = stream.ledger.settledProgress() else {
            preconditionFailure("held rows are tried while nothing is under way")
        }
        let sql = stream.table.updateStatement(stream: stream.name, worker: 0, epoch: stream.epoch, progress)
        guard try control.execute(sql).affectedRows == 1 else { throw stream.displaced }
    }

    private func hold(_ row: QuarantinedRow, _ error: ReplayError) throws(ReplayError) {
        try ReplayError.asking { () throws(MySQLError) in
            try quarantine.table.hold(
                row.identifier,
                RowMisfit(error),
                reason: error.misfitReason,
                on: control.connection
            )
        }
    }

    @discardableResult
    private func move(
        _ row: QuarantinedRow,
        from state: QuarantineState,
        to next: QuarantineState
    ) throws(ReplayError) -> Bool {
        try ReplayError.asking { () throws(MySQLError) in
            try quarantine.table.move(row.identifier, from: [state], to: next, on: control.connection)
        }
    }
}
