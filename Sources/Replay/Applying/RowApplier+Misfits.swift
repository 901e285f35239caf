internal import ChangeModel
internal import MySQLClient
internal import Spool

/// Rows that do not fit, and rows that must not overtake them.
extension RowApplier {
    /// Whether the row is not to be written: it was refused before, or touches what is held.
    func mustBeSetAside(_ row: TransactionRow) -> Bool {
        guard let aside else { return false }
        return aside.refusal(of: row) != nil || aside.touches(row) || row.isLonely && aside.mayConcern(row.plan.keys)
    }

    /// Waiting comes before a policy: what is wrong with a row now may be right when its turn has come.
    mutating func setAside(_ row: TransactionRow) throws(ReplayError) {
        guard let aside else { return }
        if row.isLonely, aside.mayConcern(row.plan.keys) {
            throw .orderUnknown(table: row.plan.table, position: row.position)
        }
        if aside.touches(row) {
            return try hold(row, .waiting, nil, reason: "a row that it must not overtake is held")
        }
        if let error = aside.refusal(of: row) { try meet(error, row) }
    }

    /// What becomes of a row that was refused. Where something of it is in the target, a savepoint takes that back; where there is none, the
    /// transaction is begun again with them.
    mutating func meet(_ error: ReplayError, _ row: TransactionRow) throws(ReplayError) {
        guard let aside, let misfit = RowMisfit(error) else { throw error }
        if error.leavesTraces, aside.refusal(of: row) == nil {
            guard aside.suspicion.writesSingly else { return try writeSingly(error, row) }
            try takeBack()
        }
        switch options.rowPolicies.policy(for: misfit, of: row.plan.table) {
        case .stop: throw error
        case .quarantine:
            guard !row.isLonely else {
                throw .keysUnknown(table: row.plan.table, reason: error.misfitReason, position: row.position)
            }
            try hold(row, .held, misfit, reason: error.misfitReason)
        case .ignore: try record(row, .ignored, misfit, reason: error.misfitReason)
        case .overwrite:
            try overwrite(row, misfit)
            try record(row, .overwritten, misfit, reason: error.misfitReason)
        }
    }

    /// Remembers for the next try of the transaction that the row does not fit; true. Where it may not be set aside, the error is thrown, unless it
    /// may be the work of another row that was refused.
    mutating func refuse(
        _ error: ReplayError,
        _ row: TransactionRow,
        unless hasRefused: Bool = false
    ) throws(ReplayError) -> Bool {
        guard aside != nil, let misfit = RowMisfit(error),
            options.rowPolicies.policy(for: misfit, of: row.plan.table) != .stop
        else {
            guard hasRefused, error.isAboutData else { throw error }
            return true
        }
        aside?.refuse(row, error)
        try requireMemory(row)
        return true
    }

    /// From the next try of the transaction on. A run of inserts that drew a warning does not even say which row it was.
    mutating func writeSingly(_ error: ReplayError, _ row: TransactionRow) throws(ReplayError) {
        guard let misfit = RowMisfit(error), aside != nil,
            options.rowPolicies.policy(for: misfit, of: row.plan.table) != .stop
        else { throw error }
        aside?.writeSingly()
        throw .refusedAfterwards(position: row.position)
    }

    /// Behind what is written so far, where rows are written singly.
    func save() throws(ReplayError) {
        guard aside?.suspicion.writesSingly == true else { return }
        try session.execute("SAVEPOINT reverse_migration_row")
    }

    /// What was written since `save`.
    private func takeBack() throws(ReplayError) {
        try session.execute("ROLLBACK TO SAVEPOINT reverse_migration_row")
    }

    private mutating func hold(
        _ row: TransactionRow,
        _ state: QuarantineState,
        _ misfit: RowMisfit?,
        reason: String
    ) throws(ReplayError) {
        let parentKeys = try keyBuilder.parentKeys(of: row)
        guard let quarantine = aside?.quarantine, quarantine.reserveRow() else {
            let limit = aside?.quarantine.rowsMax ?? 0
            throw .quarantineFull(table: row.plan.table, rowsMax: limit, position: row.position)
        }
        aside?.hold(row, parentKeys: parentKeys)
        try record(row, state, misfit, reason: reason)
    }

    /// Writes the row into the quarantine, within the transaction.
    private mutating func record(
        _ row: TransactionRow,
        _ state: QuarantineState,
        _ misfit: RowMisfit?,
        reason: String
    ) throws(ReplayError) {
        guard let quarantine = aside?.quarantine else { return }
        let change = StoredChange.encoded(row.change, of: row.planned.batch, committed: row.position)
        try requireRoom(for: change, row)
        parameters.removeAll()
        parameters.append(text: quarantine.stream)
        parameters.append(unsigned: row.position.rawValue)
        parameters.append(text: row.position.description)
        parameters.append(unsigned: UInt64(row.place))
        parameters.append(text: row.plan.table.description)
        parameters.append(text: row.plan.targetName)
        parameters.append(text: "\(row.change.operation)")
        if let misfit { parameters.append(text: misfit.rawValue) } else { parameters.appendNull() }
        parameters.append(text: reason)
        parameters.append(text: state.rawValue)
        parameters.append(bytes: change.span)
        try ReplayError.asking { () throws(MySQLError) in
            _ = try statements.statement(quarantine.table.insertStatement).execute(parameters)
        }
        aside?.note(row, state, misfit)
    }

    /// It comes back as hexadecimal digits, which the server cuts off at its limit.
    private func requireRoom(for change: [UInt8], _ row: TransactionRow) throws(ReplayError) {
        let bytes = change.count * 2 + 1_024
        guard bytes > session.maximumPacketBytes else { return }
        throw .rowTooLarge(
            table: row.plan.table,
            bytes: bytes,
            limit: session.maximumPacketBytes,
            position: row.position
        )
    }
}

/// The target's row gives way.
extension RowApplier {
    private mutating func overwrite(_ row: TransactionRow, _ misfit: RowMisfit) throws(ReplayError) {
        do throws(ReplayError) {
            switch (misfit, row.change.operation) {
            // What shall not be there is not there.
            case (.missingRow, .delete): break
            case (.missingRow, .update): try insertWhole(row)
            case (.duplicateKey, .insert): try replace(row)
            default: throw cannotOverwrite(row, "which row is in the way cannot be told by the key that finds rows")
            }
        } catch {
            guard RowMisfit(error) != nil else { throw error }
            if case .rowCount = error {
                throw cannotOverwrite(row, "what is in the way has another unique value of it, not its key")
            }
            throw cannotOverwrite(row, "another row is in the way too (\(error.misfitReason))")
        }
    }

    /// An UPDATE of a row that is not there becomes an INSERT, where nothing of the row is left to guess.
    private mutating func insertWhole(_ row: TransactionRow) throws(ReplayError) {
        guard row.plan.coversTarget, sendsEveryValue(row) else {
            throw cannotOverwrite(row, "the source sent only some columns of the row that is missing")
        }
        try insert([row], places: places(row))
    }

    /// The row that has the key already becomes the one that comes.
    private mutating func replace(_ row: TransactionRow) throws(ReplayError) {
        let plan = row.plan
        let places = places(row)
        let key = plan.rowKeyPlaces
        guard !key.isEmpty, key.allSatisfy(places.contains) else {
            throw cannotOverwrite(row, "no key tells which row is in the way")
        }
        beginStatement()
        try appendNewImage(row, plan, places)
        try appendNewImage(row, plan, key, isWritten: false)
        try requirePacket(plan, row.position)
        try execute(plan.replaceStatement(places: places), expecting: 1, "UPDATE", plan, row.position)
    }

    private func cannotOverwrite(_ row: TransactionRow, _ reason: String) -> ReplayError {
        .overwriteImpossible(table: row.plan.table, reason: reason, position: row.position)
    }
}
