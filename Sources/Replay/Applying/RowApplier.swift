internal import ChangeModel
internal import MySQLClient

/// Writes rows to the target in the stream's order, and holds the server to its word about each: one row changed, no warning.
///
/// Runs of inserts become multi-row statements; everything else is one statement a row. This is the exact way: slower than `GroupWriter`, and
/// what it refuses it names.
struct RowApplier {
    private let session: TargetSession
    private let options: ReplayOptions
    private var statements: StatementCache
    private var encoder = ValueEncoder()
    private var parameters = ParameterList()
    private var run: InsertRun?
    /// Whose rows `run` names.
    private var batchOfRun: PlannedBatch?
    private var parked: [ParkedRow] = []

    /// The protocol counts placeholders in 16 bits.
    private static let placeholdersMax = 65_535

    init(session: TargetSession, options: ReplayOptions) {
        self.session = session
        self.options = options
        statements = StatementCache(connection: session.connection)
    }

    /// Applies the row of one record; `position` is the commit of its transaction, for errors.
    mutating func apply(_ record: Int, of planned: PlannedBatch, at position: LSN) throws(ReplayError) {
        guard case .row(let change) = planned.batch.records[record] else { preconditionFailure("a row is applied") }
        if change.operation == .insert, let first = run?.rows.first, run?.relation == change.relation,
            batchOfRun === planned, parked.isEmpty, Self.lackTheSame(first.firstValue, change, planned.batch)
        {
            run?.append(record: record, firstValue: change.firstValue, position: position)
            return
        }
        try flush()
        guard change.operation != .insert else {
            var begun = InsertRun(
                relation: change.relation,
                places: places(planned.plan(of: change), change, planned.batch)
            )
            begun.append(record: record, firstValue: change.firstValue, position: position)
            run = begun
            return batchOfRun = planned
        }
        do throws(ReplayError) {
            try rewrite(record, change, planned, position)
        } catch {
            // The row that it means may be one that is parked.
            guard case .rowCount(_, _, _, 0, _) = error, !parked.isEmpty else { throw error }
            try unpark()
            try rewrite(record, change, planned, position)
        }
    }

    private mutating func rewrite(
        _ record: Int,
        _ change: RowChange,
        _ planned: PlannedBatch,
        _ position: LSN
    ) throws(ReplayError) {
        let plan = planned.plan(of: change)
        if change.operation == .update {
            try update(plan, record, change, planned, position)
        } else {
            try delete(plan, change, planned.batch, position)
        }
    }

    /// Writes what is still buffered or parked: the transaction ends here.
    mutating func finish() throws(ReplayError) {
        try flush()
        try unpark()
    }

    /// Parked rows take their places, in the order in which they came.
    private mutating func unpark() throws(ReplayError) {
        let rows = parked
        parked.removeAll()
        for row in rows {
            guard case .row(let change) = row.planned.batch.records[row.record] else { continue }
            let plan = row.planned.plan(of: change)
            var run = InsertRun(relation: change.relation, places: places(plan, change, row.planned.batch))
            run.append(record: row.record, firstValue: change.firstValue, position: row.position)
            try insert(run, 0..<1, plan, row.planned, parksDuplicates: false)
        }
    }

    /// How often policies changed values since the last time.
    mutating func takePolicyUses() -> PolicyUses {
        encoder.policyUses.take()
    }

    /// Forgets what is buffered: its transaction was rolled back.
    mutating func discard() {
        run = nil
        batchOfRun = nil
        parked.removeAll()
    }

    /// The places in the new image of columns that the source sent and the target stores.
    private func places(_ plan: TablePlan, _ change: RowChange, _ batch: borrowing ChangeBatch) -> [Int] {
        plan.newColumns.indices.filter { place in
            plan.newColumns[place] != nil && !batch.values[change.firstValue + place].isAbsent
        }
    }

    /// Whether the run's statement writes every value of the row: rows of one relation differ in this only by absent values.
    private static func lackTheSame(_ firstValue: Int, _ change: RowChange, _ batch: borrowing ChangeBatch) -> Bool {
        for place in batch.relations[change.relation].newColumnIndices.indices
        where batch.values[firstValue + place].isAbsent != batch.values[change.firstValue + place].isAbsent {
            return false
        }
        return true
    }

    /// Writes the inserts that are still buffered.
    mutating func flush() throws(ReplayError) {
        guard let current = run, let planned = batchOfRun, let plan = planned.plans[current.relation] else { return }
        run = nil
        batchOfRun = nil
        let limit = max(1, min(options.insertRowsPerStatement, Self.placeholdersMax / max(1, current.places.count)))
        var start = 0
        for size in InsertRun.chunks(current.rows.count, limit: limit) {
            try insert(current, start..<(start + size), plan, planned)
            start += size
        }
    }

    /// Inserts some rows with one statement, or with two halves of it where they are too large for one.
    private mutating func insert(
        _ run: InsertRun,
        _ range: Range<Int>,
        _ plan: TablePlan,
        _ planned: PlannedBatch,
        parksDuplicates: Bool = true
    ) throws(ReplayError) {
        parameters.removeAll()
        for row in run.rows[range] {
            for place in run.places {
                let value = planned.batch.values[row.firstValue + place]
                try append(value, plan.newColumns[place], plan, planned.batch, row.position)
            }
        }
        let position = run.rows[range.lowerBound].position
        if range.count > 1, parameters.byteCount > session.maximumPacketBytes / 2 {
            let middle = range.lowerBound + range.count / 2
            try insert(run, range.lowerBound..<middle, plan, planned)
            return try insert(run, middle..<range.upperBound, plan, planned)
        }
        try requirePacket(plan, position)
        let sql = plan.insertStatement(places: run.places, rowCount: range.count)
        do throws(ReplayError) {
            try execute(sql, expecting: range.count, "INSERT", plan, position)
        } catch {
            guard case .rowRefused(_, _, let refusal, _) = error, Self.isOfOneRow(refusal) else { throw error }
            // Which of the rows it was, is found by inserting them one by one: the statement as a whole was undone.
            if range.count > 1 {
                for index in range { try insert(run, index..<(index + 1), plan, planned) }
                return
            }
            guard parksDuplicates, mayPark(refusal) else { throw error }
            parked.append(ParkedRow(planned: planned, record: run.rows[range.lowerBound].record, position: position))
        }
    }

    /// Whether the row may only have come too early: its value is given back by a later change of the same transaction.
    private func mayPark(_ refusal: MySQLError) -> Bool {
        refusal.errorClass == .duplicateKey && !options.checksForeignKeys
    }

    private static func isOfOneRow(_ error: MySQLError) -> Bool {
        switch error.errorClass {
        case .dataRefused, .duplicateKey, .foreignKey: true
        default: false
        }
    }

    private mutating func update(
        _ plan: TablePlan,
        _ record: Int,
        _ change: RowChange,
        _ planned: PlannedBatch,
        _ position: LSN
    ) throws(ReplayError) {
        try requireIdentity(plan, "UPDATE", position)
        let places = places(plan, change, planned.batch)
        // Nothing to set means that only generated columns were sent.
        guard !places.isEmpty else { return }
        parameters.removeAll()
        for place in places {
            let value = planned.batch.values[change.firstValue + place]
            try append(value, plan.newColumns[place], plan, planned.batch, position)
        }
        try appendOldImage(plan, change, planned.batch, position)
        try requirePacket(plan, position)
        do throws(ReplayError) {
            try execute(plan.updateStatement(places: places), expecting: 1, "UPDATE", plan, position)
        } catch {
            guard case .rowRefused(_, _, let refusal, _) = error, mayPark(refusal), plan.coversTarget,
                places.count == plan.newColumns.compactMap({ $0 }).count
            else { throw error }
            // Out of the way of the row whose value it takes; all of it is known, so it can come back as it shall be.
            try delete(plan, change, planned.batch, position)
            parked.append(ParkedRow(planned: planned, record: record, position: position))
        }
    }

    private mutating func delete(
        _ plan: TablePlan,
        _ change: RowChange,
        _ batch: borrowing ChangeBatch,
        _ position: LSN
    ) throws(ReplayError) {
        try requireIdentity(plan, "DELETE", position)
        parameters.removeAll()
        try appendOldImage(plan, change, batch, position)
        try requirePacket(plan, position)
        try execute(plan.deleteStatement, expecting: 1, "DELETE", plan, position)
    }

    /// Empties the tables within the transaction: the target's own TRUNCATE would commit what is under way.
    mutating func truncate(_ truncation: Truncation, at position: LSN) throws(ReplayError) {
        try finish()
        for table in truncation.tables {
            guard case .target(let target) = options.mapping.destination(of: table) else { continue }
            // Nobody can say which of the target's rows are this table's.
            guard !options.mapping.mergesTables else {
                throw .truncationShared(table: table, target: target.description, position: position)
            }
            do throws(MySQLError) {
                try session.connection.execute("DELETE FROM \(target.quoted)")
            } catch {
                throw error.errorClass.isAboutTheRow
                    ? .rowRefused(table: table, keyColumns: [], error: error, position: position) : .target(error)
            }
        }
    }

    private func requireIdentity(_ plan: TablePlan, _ operation: String, _ position: LSN) throws(ReplayError) {
        guard !plan.keyColumns.isEmpty else {
            throw .identityMissing(table: plan.table, operation: operation, position: position)
        }
    }

    private mutating func appendOldImage(
        _ plan: TablePlan,
        _ change: RowChange,
        _ batch: borrowing ChangeBatch,
        _ position: LSN
    ) throws(ReplayError) {
        let firstOld = change.firstValue + plan.newColumns.count
        for (place, column) in plan.oldColumns.enumerated() {
            try append(batch.values[firstOld + place], column, plan, batch, position)
        }
    }

    /// Appends one value; nothing for a column that the plan leaves out.
    private mutating func append(
        _ slot: ValueSlot,
        _ column: TablePlan.PlannedColumn?,
        _ plan: TablePlan,
        _ batch: borrowing ChangeBatch,
        _ position: LSN
    ) throws(ReplayError) {
        guard let column else { return }
        do throws(ValueRefusal) {
            guard let range = slot.range else {
                try column.requireNullable()
                return parameters.appendNull()
            }
            try encoder.append(batch.bytes.span.extracting(range), column.encoding, to: &parameters)
        } catch {
            let name = column.sourceName ?? column.name
            throw .valueRefused(table: plan.table, column: name, reason: error.reason, position: position)
        }
    }

    private func requirePacket(_ plan: TablePlan, _ position: LSN) throws(ReplayError) {
        guard parameters.byteCount <= session.maximumPacketBytes else {
            throw .valueRefused(
                table: plan.table,
                column: "*",
                reason: "its row takes \(parameters.byteCount) bytes and the target's max_allowed_packet is"
                    + " \(session.maximumPacketBytes)",
                position: position
            )
        }
    }

    private mutating func execute(
        _ sql: String,
        expecting count: Int,
        _ operation: String,
        _ plan: TablePlan,
        _ position: LSN
    ) throws(ReplayError) {
        let outcome: StatementOutcome
        var warning: ServerWarning?
        do throws(MySQLError) {
            outcome = try statements.statement(sql).execute(parameters)
            if outcome.warningCount > 0 { warning = try session.connection.warnings().first }
        } catch {
            guard error.errorClass.isAboutTheRow else { throw .target(error) }
            throw .rowRefused(table: plan.table, keyColumns: plan.rowKey, error: error, position: position)
        }
        if outcome.warningCount > 0 {
            let text = warning?.description ?? "a warning that it does not repeat"
            throw .warned(table: plan.table, warning: text, position: position)
        }
        guard outcome.affectedRows == UInt64(count) else {
            throw .rowCount(
                table: plan.table,
                operation: operation,
                keyColumns: plan.keyColumns,
                found: outcome.affectedRows,
                position: position
            )
        }
    }
}
