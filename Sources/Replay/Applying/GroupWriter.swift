internal import ChangeModel
internal import MySQLClient

/// Writes the rows of a group with few long statements, in waves that keep the order where it matters, and holds the server to its word: as
/// many rows as there must be, no warning.
///
/// Statements are gathered into packets and go out several at a time; runs of inserts that are long enough become loads. Anything that does
/// not come out as it must ends the group with `ApplyFailure.rows`: what exactly, `RowApplier` finds out.
struct GroupWriter {
    private let session: TargetSession
    private let options: ReplayOptions
    private var rows: RowApplier
    private var encoder = ValueEncoder()
    private var values = ParameterList()
    private var waves = WavePlan()
    private var superseded = SupersededUpdates()
    private var batch = StatementBatch()
    /// How many rows each statement of `batch` must hit.
    private var expected: [Int] = []
    private var outcomes: [StatementOutcome] = []
    private var loadBuffer = LoadDataBuffer()
    /// Of the group at hand; the rows of `waves` name them by index.
    private var batches: [PlannedBatch] = []
    /// Rows that fit no bucket get lanes of their own.
    private var oddLanes: Int32 = 0
    var loadsData: Bool

    /// A packet is sent when it has grown to this: a longer one saves nothing.
    private static let packetBytes = 512 << 10
    /// From so many rows on a load is faster than an INSERT (docs/decisions/0013).
    private static let loadRowsMin = 16
    private static let insertRowsMax = 1_000
    private static let deleteRowsMax = 500
    private static let operations: Int32 = 3

    init(session: TargetSession, options: ReplayOptions) {
        self.session = session
        self.options = options
        rows = RowApplier(session: session, options: options)
        loadsData = session.allowsLoads && options.loadsData
    }

    /// Adds the rows of some records to the group; nothing is written yet.
    mutating func add(_ planned: PlannedBatch, _ records: Range<Int>) {
        if batches.last !== planned { batches.append(planned) }
        let batchIndex = Int32(batches.count - 1)
        for record in records {
            guard case .row(let change) = planned.batch.records[record] else {
                preconditionFailure("what is no row stands alone")
            }
            let row = WavePlan.Row(batch: batchIndex, record: Int32(record))
            let lane = lane(of: change, planned)
            planned.withKeys(of: record..<(record + 1)) { waves.add(row, lane: lane, keys: $0) }
        }
    }

    mutating func begin() {
        batches.removeAll(keepingCapacity: true)
        waves.removeAll()
        batch.removeAll()
        expected.removeAll(keepingCapacity: true)
        oddLanes = 0
    }

    /// Writes everything that was added.
    mutating func write() throws(ApplyFailure) {
        for index in waves.inOrder { try write(waves.buckets[index]) }
        batches.removeAll(keepingCapacity: true)
        waves.removeAll()
    }

    /// Sends what is gathered and checks what came of it.
    mutating func flush() throws(ApplyFailure) {
        guard batch.count > 0 else { return }
        defer {
            batch.removeAll()
            expected.removeAll(keepingCapacity: true)
        }
        do throws(BatchError) {
            try session.connection.executeBatch(batch, into: &outcomes)
        } catch {
            throw ApplyFailure(error.error)
        }
        for (outcome, count) in zip(outcomes, expected)
        where outcome.affectedRows != UInt64(count) || outcome.warningCount != 0 {
            throw .rows
        }
    }

    /// Gathers a statement of our own, such as the one that notes the progress.
    mutating func append(sql: String, expecting count: Int) {
        batch.beginStatement()
        batch.append(sql: sql)
        end(expecting: count)
    }

    private mutating func end(expecting count: Int) {
        batch.endStatement()
        expected.append(count)
    }
}

/// Which rows may stand in one bucket.
extension GroupWriter {
    private mutating func lane(of change: RowChange, _ planned: PlannedBatch) -> Int32 {
        guard isOrdinary(change, planned) else {
            oddLanes -= 1
            return oddLanes
        }
        return Int32(change.relation) * Self.operations + Int32(change.operation.rawValue)
    }

    /// Whether the row can be written as text beside others: all its values were sent, and a key finds it.
    private func isOrdinary(_ change: RowChange, _ planned: PlannedBatch) -> Bool {
        let plan = planned.plan(of: change)
        guard change.operation == .insert || plan.findsByKey else { return false }
        guard change.operation != .delete else { return true }
        for place in plan.newColumns.indices where planned.batch.values[change.firstValue + place].isAbsent {
            return false
        }
        return plan.load != nil
    }

    private func change(_ row: WavePlan.Row) -> RowChange {
        guard case .row(let change) = batches[Int(row.batch)].batch.records[Int(row.record)] else {
            preconditionFailure("only rows are added")
        }
        return change
    }
}

/// Statements.
extension GroupWriter {
    private mutating func write(_ bucket: WavePlan.Bucket) throws(ApplyFailure) {
        let first = change(bucket.rows[0])
        guard bucket.lane >= 0 else { return try writeOdd(bucket.rows[0]) }
        let plan = batches[Int(bucket.rows[0].batch)].plan(of: first)
        switch first.operation {
        case .insert:
            if loadsData, bucket.rows.count >= Self.loadRowsMin, try load(bucket.rows, plan) { return }
            try insert(bucket.rows, plan)
        case .update:
            for row in withoutSuperseded(bucket.rows, plan) { try update(row, plan) }
        case .delete:
            if plan.texts.deleteListHead != nil {
                try deleteList(bucket.rows, plan)
            } else {
                for row in bucket.rows { try delete(row, plan) }
            }
        }
    }

    /// One row, by a prepared statement.
    private mutating func writeOdd(_ row: WavePlan.Row) throws(ApplyFailure) {
        try flush()
        do throws(ReplayError) {
            let planned = batches[Int(row.batch)]
            try rows.apply(Int(row.record), of: planned, at: .zero)
            try rows.finish()
        } catch {
            guard let failure = error.serverError else { throw .rows }
            throw .target(failure)
        }
    }

    /// False where a value has no place in a load.
    private mutating func load(_ rows: [WavePlan.Row], _ plan: TablePlan) throws(ApplyFailure) -> Bool {
        guard let statement = plan.load else { return false }
        loadBuffer.removeAll()
        for row in rows {
            try encodeNew(row, plan)
            guard statement.takes(values) else { return false }
            loadBuffer.append(row: 0..<values.count, of: values, for: statement)
        }
        try flush()
        let outcome: LoadOutcome
        do throws(MySQLError) {
            outcome = try session.connection.loadData(statement, content: loadBuffer)
        } catch {
            guard error.errorClass.isAboutTheRow else { throw .target(error) }
            // What a row makes of a load is a warning; an error says that the server takes no loads any more.
            loadsData = false
            throw .load
        }
        guard outcome.isComplete(rowCount: rows.count) else { throw .load }
        return true
    }

    private mutating func insert(_ rows: [WavePlan.Row], _ plan: TablePlan) throws(ApplyFailure) {
        var count = 0
        for row in rows {
            try encodeNew(row, plan)
            if count == 0 {
                batch.beginStatement()
                batch.append(sql: plan.texts.insertHead)
            } else {
                batch.append(sql: Self.comma)
            }
            batch.append(row: 0..<values.count, of: values)
            count += 1
            if count == Self.insertRowsMax || batch.byteCount >= packetBytes {
                try endAndSendIfFull(expecting: count)
                count = 0
            }
        }
        if count > 0 { try endAndSendIfFull(expecting: count) }
    }

    /// The UPDATEs that are seen in the end, in their order.
    private mutating func withoutSuperseded(_ rows: [WavePlan.Row], _ plan: TablePlan) -> [WavePlan.Row] {
        guard rows.count > 1, SupersededUpdates.areSafe(in: plan) else { return rows }
        superseded.begin()
        var kept: [WavePlan.Row] = []
        for row in rows.reversed()
        where !superseded.isSuperseded(change(row), Int(row.record), of: batches[Int(row.batch)], plan) {
            kept.append(row)
        }
        return kept.reversed()
    }

    private mutating func update(_ row: WavePlan.Row, _ plan: TablePlan) throws(ApplyFailure) {
        let change = change(row)
        let planned = batches[Int(row.batch)]
        batch.beginStatement()
        batch.append(sql: plan.texts.updateHead)
        var count = 0
        for (place, column) in plan.newColumns.enumerated() {
            guard let column, !planned.batch.keeps(place, of: change, plan) else { continue }
            if count > 0 { batch.append(sql: Self.comma) }
            batch.append(sql: plan.texts.newTerms[place])
            try appendValue(planned.batch.values[change.firstValue + place], column, planned)
            count += 1
        }
        // An UPDATE that changes nothing must find its row all the same: the exact way looks for it.
        guard count > 0 else { throw .rows }
        batch.append(sql: Self.whereWord)
        try appendCondition(change, plan, planned)
        try endAndSendIfFull(expecting: 1)
    }

    private mutating func delete(_ row: WavePlan.Row, _ plan: TablePlan) throws(ApplyFailure) {
        batch.beginStatement()
        batch.append(sql: plan.texts.deleteHead)
        try appendCondition(change(row), plan, batches[Int(row.batch)])
        try endAndSendIfFull(expecting: 1)
    }

    /// By a list of the values of the one column that finds the rows.
    private mutating func deleteList(_ rows: [WavePlan.Row], _ plan: TablePlan) throws(ApplyFailure) {
        guard let head = plan.texts.deleteListHead, let place = plan.oldColumns.firstIndex(where: { $0 != nil }),
            let column = plan.oldColumns[place]
        else { preconditionFailure("one column finds the row") }
        var count = 0
        for row in rows {
            if count == 0 {
                batch.beginStatement()
                batch.append(sql: head)
            } else {
                batch.append(sql: Self.comma)
            }
            let planned = batches[Int(row.batch)]
            let firstOld = change(row).firstValue + plan.newColumns.count
            try appendValue(planned.batch.values[firstOld + place], column, planned)
            count += 1
            if count == Self.deleteRowsMax {
                batch.append(sql: Self.closing)
                try endAndSendIfFull(expecting: count)
                count = 0
            }
        }
        guard count > 0 else { return }
        batch.append(sql: Self.closing)
        try endAndSendIfFull(expecting: count)
    }

    private static let comma: [UInt8] = Array(",".utf8)
    private static let closing: [UInt8] = Array(")".utf8)
    private static let whereWord: [UInt8] = Array(" WHERE ".utf8)
    private static let andWord: [UInt8] = Array(" AND ".utf8)

    private mutating func appendCondition(
        _ change: RowChange,
        _ plan: TablePlan,
        _ planned: PlannedBatch
    ) throws(ApplyFailure) {
        let firstOld = change.firstValue + plan.newColumns.count
        var count = 0
        for (place, column) in plan.oldColumns.enumerated() {
            guard let column else { continue }
            if count > 0 { batch.append(sql: Self.andWord) }
            batch.append(sql: plan.texts.oldTerms[place])
            try appendValue(planned.batch.values[firstOld + place], column, planned)
            count += 1
        }
        // A statement without a condition would hit every row; the row that says nothing of itself is refused by name elsewhere.
        guard count > 0 else { throw .rows }
    }

    private var packetBytes: Int { min(Self.packetBytes, session.maximumPacketBytes / 2) }

    private mutating func endAndSendIfFull(expecting count: Int) throws(ApplyFailure) {
        end(expecting: count)
        guard batch.byteCount >= packetBytes else { return }
        guard batch.byteCount <= session.maximumPacketBytes else { throw .rows }
        try flush()
    }
}

/// Values.
extension GroupWriter {
    /// The values of the new image, those that are written, into `values`.
    private mutating func encodeNew(_ row: WavePlan.Row, _ plan: TablePlan) throws(ApplyFailure) {
        let change = change(row)
        let planned = batches[Int(row.batch)]
        values.removeAll()
        for (place, column) in plan.newColumns.enumerated() {
            guard let column else { continue }
            try encode(planned.batch.values[change.firstValue + place], column, planned)
        }
    }

    private mutating func appendValue(
        _ slot: ValueSlot,
        _ column: TablePlan.PlannedColumn,
        _ planned: PlannedBatch
    ) throws(ApplyFailure) {
        values.removeAll()
        try encode(slot, column, planned)
        batch.append(value: 0, of: values)
    }

    private mutating func encode(
        _ slot: ValueSlot,
        _ column: TablePlan.PlannedColumn,
        _ planned: PlannedBatch
    ) throws(ApplyFailure) {
        guard let range = slot.range else { return values.appendNull() }
        // A local copy of the array's reference, because a span must not outlive what it was taken from.
        let bytes = planned.batch.bytes
        do throws(ValueRefusal) {
            try encoder.append(bytes.span.extracting(range), column.encoding, to: &values)
        } catch {
            throw .rows
        }
    }
}

extension LoadStatement {
    /// Whether every value is of a kind that its column's form carries.
    fileprivate func takes(_ values: borrowing ParameterList) -> Bool {
        for (index, column) in columns.enumerated() {
            switch (values.values[index].kind, column.form) {
            case (.null, _), (.bytes, .hexadecimal), (.signed, .plain), (.unsigned, .plain), (.unsigned, .bits),
                (.double, .plain), (.float, .plain), (.decimal, .plain), (.text, .plain), (.temporal, .plain):
                continue
            default: return false
            }
        }
        return true
    }
}

extension ChangeBatch {
    /// Whether an UPDATE leaves the column as it is: it finds the row by the value that it would set.
    func keeps(_ place: Int, of change: RowChange, _ plan: TablePlan) -> Bool {
        guard let oldPlace = plan.oldPlaces[place] else { return false }
        let new = values[change.firstValue + place]
        let old = values[change.firstValue + plan.newColumns.count + oldPlace]
        guard let newRange = new.range, let oldRange = old.range, newRange.count == oldRange.count else { return false }
        for offset in 0..<newRange.count
        where bytes[newRange.lowerBound + offset] != bytes[oldRange.lowerBound + offset] {
            return false
        }
        return true
    }
}
