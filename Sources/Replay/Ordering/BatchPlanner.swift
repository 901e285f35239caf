internal import ChangeModel
internal import MySQLClient

/// Plans batches: finds the target of each relation once, and computes the conflict keys of every row.
///
/// It has a connection of its own to the target, for schemas and for the weights of texts.
struct BatchPlanner {
    private var tables: TablePlanner
    private var builder: ConflictKeyBuilder
    /// By relation.
    private var plans: GrowingList<TablePlan?> = []
    /// Since all were forgotten.
    private var plansMade = 0
    /// Beyond this all are forgotten, and made again when they are wanted: a plan takes about four kilobytes.
    private static let plansMax = 20_000
    private var omitted: OmittedTables
    private let applied: AppliedRanges
    private let session: TargetSession
    private let options: ReplayOptions
    private var changes = SourceChanges()

    /// `applied`: what an earlier session applied beyond its watermark.
    init(session: TargetSession, options: ReplayOptions, applied: AppliedRanges) throws(MySQLError) {
        self.applied = applied
        self.session = session
        self.options = options
        tables = try TablePlanner(session: session, options: options)
        builder = ConflictKeyBuilder(connection: session.connection)
        omitted = OmittedTables(options.mapping)
    }

    /// Looks at the target's tables anew when they come up again. To be called while nothing is under way, since keys may be others then.
    mutating func forgetTables() throws(MySQLError) {
        tables = try TablePlanner(session: session, options: options)
        forgetPlans()
    }

    private mutating func forgetPlans() {
        plans.removeAll()
        plansMade = 0
    }

    /// How many rows were taken out of the batches, of each table that the mapping leaves out.
    var omittedRows: [TableName: Int] { omitted.rowCounts }

    /// What was noticed of the source's tables since the last time, a sentence each.
    mutating func takeNotices() -> [String] { changes.takeNotices() }

    /// `position` of a batch's rows is for errors: the commit of their transaction, `openCommit` where it began in an earlier batch.
    mutating func plan(_ batch: consuming ChangeBatch, openCommit: LSN?) throws(ReplayError) -> PlannedBatch {
        omitted.remove(from: &batch)
        if plansMade >= Self.plansMax { forgetPlans() }
        while plans.count < batch.relations.count { plans.append(nil) }
        let fault = try planTables(of: batch, openCommit ?? .zero)
        do throws(MySQLError) {
            try builder.build(batch, plans, recordCount: fault?.record ?? batch.records.count)
        } catch {
            throw .target(error)
        }
        let planned = PlannedBatch(
            batch: batch,
            plans: plans,
            keys: builder.keys,
            keyStarts: builder.keyStarts,
            lonelyRecords: builder.lonelyRecords,
            leavesColumnsOut: options.leavesOutNewColumns,
            fault: fault
        )
        forgetPlans(of: changes.takeTables())
        return planned
    }

    private mutating func plan(_ relation: Relation, _ index: Int, _ position: LSN) throws(ReplayError) {
        let plan = try tables.plan(relation, at: position)
        plans[index] = plan
        plansMade += 1
        changes.note(relation, plan, at: position)
    }

    /// What changed on one side has most likely changed on the other: other changes of the table meet the target as it stands now.
    private mutating func forgetPlans(of tables: Set<TableName>) {
        guard !tables.isEmpty else { return }
        for index in plans.indices where plans[index].map({ tables.contains($0.table) }) ?? false { plans[index] = nil }
    }

    private mutating func readAhead(_ batch: borrowing ChangeBatch) throws(ReplayError) {
        var sources: Set<TableName> = []
        for record in batch.records {
            guard case .row(let change) = record, plans[change.relation] == nil else { continue }
            sources.insert(batch.relations[change.relation].table)
        }
        try tables.readAhead(sources)
    }

    /// Finds the tables of all rows; gives the first row that has no place.
    private mutating func planTables(
        of batch: borrowing ChangeBatch,
        _ openCommit: LSN
    ) throws(ReplayError) -> (record: Int, error: ReplayError)? {
        try readAhead(batch)
        defer { tables.forgetReadAhead() }
        var position = openCommit
        for (index, record) in batch.records.enumerated() {
            switch record {
            case .begin(let begin): position = begin.commit?.position ?? position
            case .row(let change) where plans[change.relation] == nil:
                do throws(ReplayError) {
                    try plan(batch.relations[change.relation], change.relation, position)
                } catch {
                    // The server's own trouble says nothing of the row; everything before a row that has no place is applied first.
                    guard error.isAboutData else { throw error }
                    // Nobody will write a row that is in the target already.
                    if !applied.contains(position) { return (index, error) }
                }
            default: break
            }
        }
        return nil
    }
}
