internal import ChangeModel
internal import Logging
internal import MySQLClient

/// The exact way: one transaction, row by row.
extension ApplyWorker {
    func applyOneByOne(_ group: [SourceTransaction]) throws(ReplayError) {
        for transaction in group {
            guard case .whole(let planned, let records) = transaction.content else {
                preconditionFailure("a giant comes alone")
            }
            // What is refused now is not refused for want of something that is still under way.
            guard stream.ledger.waitUntilDone(before: transaction.ticket) else { return }
            try apply(transaction, planned, records)
        }
    }

    /// Again as long as rows turn out not to fit only when others are written already.
    private func apply(
        _ transaction: SourceTransaction,
        _ planned: PlannedBatch,
        _ records: Range<Int>
    ) throws(ReplayError) {
        rows.aside = stream.quarantine.map { SetAside($0) }
        defer { rows.aside = nil }
        while true {
            do throws(ReplayError) {
                return try exactly { () throws(ReplayError) in
                    try self.begin()
                    try self.write(planned, records, firstPlace: 0, at: transaction.commit.position)
                    try self.finish(transaction)
                }
            } catch {
                guard case .refusedAfterwards = error else { throw error }
                log.debug("\(error)")
            }
        }
    }

    /// Runs `body`, again where a passing reason stops it, and leaves nothing of a try that failed.
    func exactly(_ body: () throws(ReplayError) -> Void) throws(ReplayError) {
        while true {
            do throws(ReplayError) {
                return try body()
            } catch {
                if case .commit = error { throw error }
                let passing = error.serverError.map { RetryPolicy.isForTheGroup($0) } ?? false
                if error.serverError == nil || passing { try undoExactly() }
                if error.isAboutData { try requireProgress() }
                guard passing, mayGoOn else { throw error }
                pause(error)
            }
        }
    }

    /// A row that does not fit may be the work of another replay, which has taken the stream over.
    func requireProgress() throws(ReplayError) {
        var isOurs = false
        try ReplayError.asking { () throws(MySQLError) in
            isOurs = try stream.table.holds(
                stream: stream.name,
                worker: number,
                epoch: stream.epoch,
                on: session.connection
            )
        }
        guard isOurs else { throw stream.displaced }
    }

    func undoExactly() throws(ReplayError) {
        discard()
        try session.execute("ROLLBACK")
    }

    func begin() throws(ReplayError) {
        try session.execute("START TRANSACTION")
    }

    /// `firstPlace` is how many records of the transaction stand before these.
    func write(
        _ planned: PlannedBatch,
        _ records: Range<Int>,
        firstPlace: Int,
        at position: LSN
    ) throws(ReplayError) {
        omissions.count(planned, records)
        for record in records {
            switch planned.batch.records[record] {
            case .row:
                let place = firstPlace + record - records.lowerBound
                try rows.apply(TransactionRow(planned: planned, record: record, place: place, position: position))
            case .truncate(let index): try meet(planned.batch.truncations[index], at: position)
            case .schemaChange(let index): try meet(planned.batch.schemaChanges[index], at: position)
            case .begin, .commit, .position: preconditionFailure("a transaction holds changes")
            }
        }
    }

    func meet(_ truncation: Truncation, at position: LSN) throws(ReplayError) {
        let tables = truncation.tables.filter(options.mapping.isIncluded)
        switch options.truncations {
        case .apply:
            try rows.truncate(truncation, at: position)
            counterRestarts.note(truncation)
        case .stop: throw .truncated(tables: tables, position: position)
        case .ignore:
            for table in tables {
                log.notice("the transaction at \(position) empties \(table); ignored, as replay.truncate says")
                omissions.count(truncationOf: table)
            }
        }
    }

    /// What the statement does to MySQL's tables nobody but the operator can say.
    func meet(_ change: SchemaChange, at position: LSN) throws(ReplayError) {
        guard !options.stopsAtSchemaChanges else { throw .schemaChanged(kind: change.kind, position: position) }
        log.notice(
            "the transaction at \(position) changes the source's schema (\(change.kind)); ignored, as replay.schema_changes says"
        )
    }

    func finish(_ transaction: SourceTransaction) throws(ReplayError) {
        try rows.finish()
        for sql in policyUsesStatements() { try session.execute(sql) }
        let sql = stream.progressStatement(worker: number, committing: [transaction])
        guard try session.execute(sql).affectedRows == 1 else { throw stream.displaced }
        do throws(MySQLError) { try session.connection.execute("COMMIT") } catch { throw .commit(error) }
        complete([transaction])
        counterRestarts.perform(log)
    }
}
