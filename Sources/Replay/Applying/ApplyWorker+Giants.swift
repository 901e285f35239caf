internal import ChangeModel
internal import MySQLClient
internal import Threading

/// Giants: their rows are written as they come, and only the end of them commits.
extension ApplyWorker {
    func apply(_ giant: GiantTransaction, _ transaction: SourceTransaction) throws(ReplayError) {
        // Where it is applied the first time, a row that does not fit only leads to the exact way.
        rows.aside = transaction.standsAlone ? stream.quarantine.map { SetAside($0, transaction.suspicion) } : nil
        defer { rows.aside = nil }
        do throws(ReplayError) {
            try applyPieces(giant, transaction)
        } catch {
            guard case .refusedAfterwards = error else { throw error }
            throw .giantRefused(position: transaction.commit.position, rows.aside?.suspicion ?? Suspicion())
        }
    }

    private func applyPieces(_ giant: GiantTransaction, _ transaction: SourceTransaction) throws(ReplayError) {
        try begin()
        var rowCount = 0
        var isWhole = false
        while !isWhole, case .element(let piece) = giant.pieces.pop() {
            switch piece {
            case .commit: isWhole = true
            case .rows(let planned, let records):
                try write(planned, records, firstPlace: rowCount, of: transaction)
                rowCount += records.count
            }
        }
        guard isWhole else { return try undoExactly() }
        var applied = transaction
        applied.rowCount = rowCount
        try finish(applied)
    }

    /// A piece of it: the fast way where its rows' keys are known.
    func write(
        _ planned: PlannedBatch,
        _ records: Range<Int>,
        firstPlace: Int,
        of transaction: SourceTransaction
    ) throws(ReplayError) {
        let position = transaction.commit.position
        guard !transaction.standsAlone else {
            return try write(planned, records, firstPlace: firstPlace, at: position)
        }
        // Only the exact way can put a row behind one that is held.
        if let quarantine = stream.quarantine, quarantine.isHolding,
            quarantine.touches(planned, records) || !planned.isKnown(records)
        {
            throw .giantRefused(position: position, Suspicion())
        }
        guard !options.checksForeignKeys, planned.isKnown(records) else {
            return try writeWithoutKeys(planned, records, at: position)
        }
        writer.begin()
        writer.add(planned, records)
        omissions.count(planned, records)
        do throws(ApplyFailure) {
            try writer.write()
            try writer.flush()
        } catch {
            switch error {
            case .target(let failure), .commit(let failure): throw .target(failure)
            case .rows, .load, .displaced, .abandoned: throw .giantRefused(position: position, Suspicion())
            }
        }
    }

    /// What follows may be written the fast way, which does not know of rows that wait for their place: none may be left over.
    func writeWithoutKeys(_ planned: PlannedBatch, _ records: Range<Int>, at position: LSN) throws(ReplayError) {
        do throws(ReplayError) {
            try write(planned, records, firstPlace: 0, at: position)
            try rows.finish()
        } catch {
            // Perhaps the place that a row waits for is given back by a later piece.
            throw error.isAboutData ? .giantRefused(position: position, Suspicion()) : error
        }
    }
}
