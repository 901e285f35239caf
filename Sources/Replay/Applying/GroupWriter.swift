internal import ChangeModel
internal import MySQLClient

/// Writes the rows of a group with few long statements, in waves that keep the order where it matters, and holds the server to its word: as
/// many rows as there must be, no warning.
///
/// Statements are gathered into packets and go out several at a time; runs of inserts that are long enough become loads. Anything that does
/// not come out as it must ends the group with `ApplyFailure.rows`: what exactly, `RowApplier` finds out.
struct GroupWriter {
    let session: TargetSession
    let options: ReplayOptions
    var rows: RowApplier
    var encoder = ValueEncoder()
    var values = ParameterList()
    private var waves = WavePlan()
    var superseded = SupersededUpdates()
    var batch = StatementBatch()
    /// How many rows each statement of `batch` must hit; nil where that says nothing.
    private var expected: [Int?] = []
    private var outcomes: [StatementOutcome] = []
    var loadBuffer = LoadDataBuffer()
    /// Of the group at hand; the rows of `waves` name them by index.
    var batches: [PlannedBatch] = []
    /// Rows that fit no bucket get lanes of their own.
    private var oddLanes: Int32 = 0
    var loadsData: Bool

    /// A packet is sent when it has grown to this: a longer one saves nothing.
    static let packetBytes = 512 << 10
    /// From so many rows on a load is faster than an INSERT (docs/decisions/0013).
    static let loadRowsMin = 50
    static let insertRowsMax = 1_000
    /// From so many rows on a DELETE and an INSERT of all of them are faster than UPDATEs (docs/decisions/0013).
    static let rewrittenRowsMin = 8
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

    /// How often policies changed values since the last time.
    mutating func takePolicyUses() -> PolicyUses {
        var uses = encoder.policyUses.take()
        uses.merge(rows.takePolicyUses())
        return uses
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
        where count.map({ outcome.affectedRows != UInt64($0) }) == true || outcome.warningCount != 0 {
            throw .rows
        }
    }

    /// Gathers a statement of our own, such as the one that notes the progress.
    mutating func append(sql: String, expecting count: Int?) {
        batch.beginStatement()
        batch.append(sql: sql)
        end(expecting: count)
    }

    mutating func end(expecting count: Int?) {
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

    func change(_ row: WavePlan.Row) -> RowChange {
        guard case .row(let change) = batches[Int(row.batch)].batch.records[Int(row.record)] else {
            preconditionFailure("only rows are added")
        }
        return change
    }
}
