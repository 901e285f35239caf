internal import ChangeModel
internal import MySQLClient

/// One statement each, and what it must have done. Whoever calls says what becomes of an error.
extension RowApplier {
    /// Inserts some rows with one statement; false where they are too large for one, and nothing was done.
    @discardableResult
    mutating func insert(_ rows: ArraySlice<TransactionRow>, places: [Int]) throws(ReplayError) -> Bool {
        let first = rows[rows.startIndex]
        let plan = first.plan
        beginStatement()
        for row in rows { try appendNewImage(row, plan, places) }
        if rows.count > 1, parameters.byteCount > session.maximumPacketBytes / 2 { return false }
        try requirePacket(plan, first.position)
        let sql = plan.insertStatement(places: places, rowCount: rows.count)
        try execute(sql, expecting: rows.count, "INSERT", plan, first.position)
        return true
    }

    mutating func update(_ row: TransactionRow) throws(ReplayError) {
        let plan = row.plan
        try requireIdentity(plan, "UPDATE", row.position)
        let places = places(row)
        // Nothing to set means that only generated columns were sent.
        guard !places.isEmpty else { return }
        beginStatement()
        try appendNewImage(row, plan, places)
        try appendOldImage(row, plan)
        try requirePacket(plan, row.position)
        try execute(plan.updateStatement(places: places), expecting: 1, "UPDATE", plan, row.position)
    }

    /// Values of a statement that was not executed, or failed, are no uses of their policies.
    mutating func beginStatement() {
        parameters.removeAll()
        _ = encoder.policyUses.take()
    }

    mutating func delete(_ row: TransactionRow) throws(ReplayError) {
        let plan = row.plan
        try requireIdentity(plan, "DELETE", row.position)
        beginStatement()
        try appendOldImage(row, plan)
        try requirePacket(plan, row.position)
        try execute(plan.deleteStatement, expecting: 1, "DELETE", plan, row.position)
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
            if aside?.mayConcern(tableHash: TableKeyPlanner.tableHash(of: target)) == true {
                throw .orderUnknown(table: table, position: position)
            }
            do throws(MySQLError) {
                try session.connection.execute("DELETE FROM \(target.quoted)")
            } catch {
                throw error.errorClass.isAboutTheRow
                    ? .rowRefused(table: table, keyColumns: [], error: error, position: position) : .target(error)
            }
        }
    }

    /// The places in the new image of columns that the source sent and the target stores.
    func places(_ row: TransactionRow) -> [Int] {
        let (plan, firstValue) = (row.plan, row.change.firstValue)
        return plan.newColumns.indices.filter { place in
            plan.newColumns[place] != nil && !row.planned.batch.values[firstValue + place].isAbsent
        }
    }

    /// Whether there is a value for each column of the new image that the target stores.
    func sendsEveryValue(_ row: TransactionRow) -> Bool {
        places(row).count == row.plan.newColumns.compactMap { $0 }.count
    }

    private func requireIdentity(_ plan: TablePlan, _ operation: String, _ position: LSN) throws(ReplayError) {
        guard !plan.keyColumns.isEmpty else {
            throw .identityMissing(table: plan.table, operation: operation, position: position)
        }
    }

    mutating func appendNewImage(
        _ row: TransactionRow,
        _ plan: TablePlan,
        _ places: [Int],
        isWritten: Bool = true
    ) throws(ReplayError) {
        let firstValue = row.change.firstValue
        for place in places {
            try append(
                row.planned.batch.values[firstValue + place],
                plan.newColumns[place],
                plan,
                row,
                isWritten: isWritten
            )
        }
    }

    private mutating func appendOldImage(_ row: TransactionRow, _ plan: TablePlan) throws(ReplayError) {
        let firstOld = row.change.firstValue + plan.newColumns.count
        for (place, column) in plan.oldColumns.enumerated() {
            try append(row.planned.batch.values[firstOld + place], column, plan, row, isWritten: false)
        }
    }

    /// Appends one value; nothing for a column that the plan leaves out.
    private mutating func append(
        _ slot: ValueSlot,
        _ column: TablePlan.PlannedColumn?,
        _ plan: TablePlan,
        _ row: TransactionRow,
        isWritten: Bool
    ) throws(ReplayError) {
        guard let column else { return }
        do throws(ValueRefusal) {
            guard let range = slot.range else {
                try column.requireNullable()
                return parameters.appendNull()
            }
            // A local copy of the array's reference, because a span must not outlive what it was taken from.
            let bytes = row.planned.batch.bytes
            try encoder.append(bytes.span.extracting(range), column.encoding, isWritten: isWritten, to: &parameters)
        } catch {
            let name = column.sourceName ?? column.name
            throw .valueRefused(
                table: plan.table,
                column: name,
                reason: error.reason,
                alteration: plan.widenings?.alteration(of: name, in: column.name, for: error.misfit)?.description,
                position: row.position
            )
        }
    }

    func requirePacket(_ plan: TablePlan, _ position: LSN) throws(ReplayError) {
        guard parameters.byteCount <= session.maximumPacketBytes else {
            throw .rowTooLarge(
                table: plan.table,
                bytes: parameters.byteCount,
                limit: session.maximumPacketBytes,
                position: position
            )
        }
    }

    mutating func execute(
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
        policyUses.merge(encoder.policyUses.take())
    }
}
