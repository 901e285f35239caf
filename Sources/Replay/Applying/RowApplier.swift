internal import ChangeModel
internal import MySQLClient

/// Writes rows to the target in the stream's order, and holds the server to its word about each: one row changed, no warning.
///
/// Runs of inserts become multi-row statements; everything else is one statement a row. This is the exact way: slower than `GroupWriter`, and
/// what it refuses it names. Where rows may be set aside, one that does not fit is treated as its policy says.
struct RowApplier {
    let session: TargetSession
    let options: ReplayOptions
    var statements: StatementCache
    /// Its uses of policies are those of the statement at hand.
    var encoder = ValueEncoder()
    /// Those of statements that have written their values.
    var policyUses = PolicyUses()
    var parameters = ParameterList()
    var keyBuilder: ConflictKeyBuilder
    /// What of the transaction at hand is not written; nil where every misfit is an error.
    var aside: SetAside?
    private var run: InsertRun?
    private var parked = ParkedRows()

    init(session: TargetSession, options: ReplayOptions) {
        self.session = session
        self.options = options
        statements = StatementCache(connection: session.connection)
        keyBuilder = ConflictKeyBuilder(connection: session.connection)
    }

    /// Applies one row of the transaction at hand.
    mutating func apply(_ row: TransactionRow) throws(ReplayError) {
        if mustBeSetAside(row) {
            // In the order in which they came: what stands before it may have to be set aside as well.
            try flush()
            return try setAside(row)
        }
        if parked.isEmpty, let first = run?.rows.first, Self.makeOneStatement(first, row) {
            run?.append(row)
            return
        }
        try flush()
        // What was flushed may not have fitted.
        if mustBeSetAside(row) { return try setAside(row) }
        guard row.change.operation != .insert else {
            run = InsertRun(row, places: places(row))
            return
        }
        try write(row)
    }

    private mutating func write(_ row: TransactionRow) throws(ReplayError) {
        do throws(ReplayError) {
            return try rewrite(row)
        } catch {
            // The row that it means may be one that is parked.
            guard case .rowCount(_, _, _, 0, _) = error, !parked.isEmpty else { return try meet(error, row) }
        }
        try unpark()
        do throws(ReplayError) { try rewrite(row) } catch { try meet(error, row) }
    }

    private mutating func rewrite(_ row: TransactionRow) throws(ReplayError) {
        try save()
        guard row.change.operation == .update else { return try delete(row) }
        do throws(ReplayError) {
            try update(row)
        } catch {
            guard case .rowRefused(_, _, let refusal, _) = error, mayPark(refusal), row.plan.coversTarget,
                sendsEveryValue(row)
            else { throw error }
            // Out of the way of the row whose value it takes; all of it is known, so it can come back as it shall be.
            try delete(row)
            try park(row)
        }
    }

    /// Writes what is still buffered or parked: the transaction ends here.
    mutating func finish() throws(ReplayError) {
        try flush()
        try unpark()
    }

    /// Parked rows take their places, in the order in which they came.
    private mutating func unpark() throws(ReplayError) {
        let rows = parked.take()
        var hasRefused = false
        for row in rows {
            do throws(ReplayError) {
                try insert([row], places: places(row))
            } catch {
                hasRefused = try refuse(error, row, unless: hasRefused)
            }
        }
        if hasRefused { throw .refusedAfterwards(position: rows[0].position) }
    }

    private mutating func park(_ row: TransactionRow) throws(ReplayError) {
        parked.append(row)
        try requireMemory(row)
    }

    /// What is remembered of a transaction does not grow with it.
    func requireMemory(_ row: TransactionRow) throws(ReplayError) {
        guard parked.bytes + (aside?.suspicion.bytes ?? 0) > options.deferredBytes else { return }
        throw .tooMuchDeferred(table: row.plan.table, limitBytes: options.deferredBytes, position: row.position)
    }

    /// How often policies changed values since the last time.
    mutating func takePolicyUses() -> PolicyUses {
        policyUses.take()
    }

    /// Forgets what is buffered: its transaction was rolled back.
    mutating func discard() {
        run = nil
        parked = ParkedRows()
        aside?.undo()
    }

    /// Whether the two are inserts that one statement can write: rows of one relation differ in this only by absent values.
    private static func makeOneStatement(_ first: TransactionRow, _ row: TransactionRow) -> Bool {
        guard first.planned === row.planned, row.change.operation == .insert,
            first.change.relation == row.change.relation
        else { return false }
        let batch = row.planned.batch
        let (firstValue, value) = (first.change.firstValue, row.change.firstValue)
        for place in batch.relations[row.change.relation].newColumnIndices.indices
        where batch.values[firstValue + place].isAbsent != batch.values[value + place].isAbsent {
            return false
        }
        return true
    }
}

/// Runs of inserts.
extension RowApplier {
    /// The protocol counts placeholders in 16 bits.
    private static let placeholdersMax = 65_535

    /// Writes the inserts that are still buffered.
    mutating func flush() throws(ReplayError) {
        guard let current = run else { return }
        run = nil
        var limit = max(1, min(options.insertRowsPerStatement, Self.placeholdersMax / max(1, current.places.count)))
        if aside?.suspicion.writesSingly == true { limit = 1 }
        var start = 0
        for size in InsertRun.chunks(current.rows.count, limit: limit) {
            try write(current.rows[start..<(start + size)], current.places)
            start += size
        }
    }

    /// Some rows with one statement, or with two halves of it where they are too large for one.
    private mutating func write(_ rows: ArraySlice<TransactionRow>, _ places: [Int]) throws(ReplayError) {
        guard rows.count > 1 else { return try writeAlone(rows[rows.startIndex], places) }
        do throws(ReplayError) {
            if try !insert(rows, places: places) {
                let middle = rows.startIndex + rows.count / 2
                try write(rows[..<middle], places)
                try write(rows[middle...], places)
            }
        } catch {
            guard RowMisfit(error) != nil else { throw error }
            guard !error.leavesTraces else { return try writeSingly(error, rows[rows.startIndex]) }
            // Which of the rows it was, is found by inserting them one by one: the statement as a whole was undone.
            for row in rows { try writeAlone(row, places) }
        }
    }

    private mutating func writeAlone(_ row: TransactionRow, _ places: [Int]) throws(ReplayError) {
        if mustBeSetAside(row) { return try setAside(row) }
        try save()
        do throws(ReplayError) {
            try insert([row], places: places)
        } catch {
            guard case .rowRefused(_, _, let refusal, _) = error, mayPark(refusal) else { return try meet(error, row) }
            try park(row)
        }
    }

    /// Whether the row may only have come too early: its value is given back by a later change of the same transaction.
    private func mayPark(_ refusal: MySQLError) -> Bool {
        refusal.errorClass == .duplicateKey && !options.checksForeignKeys
    }
}
