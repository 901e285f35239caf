internal import ChangeModel
internal import MySQLClient

/// Plans batches: finds the target of each relation once, and computes the conflict keys of every row.
///
/// It has a connection of its own to the target, for schemas and for the weights of texts.
struct BatchPlanner {
    private var tables: TablePlanner
    private var builder: ConflictKeyBuilder
    /// By relation.
    private var plans: [TablePlan?] = []
    private var omitted: OmittedTables

    init(session: TargetSession, options: ReplayOptions) throws(MySQLError) {
        tables = try TablePlanner(session: session, options: options)
        builder = ConflictKeyBuilder(connection: session.connection)
        omitted = OmittedTables(options.mapping)
    }

    /// How many rows were taken out of the batches, of each table that the mapping leaves out.
    var omittedRows: [TableName: Int] { omitted.rowCounts }

    /// `position` of a batch's rows is for errors: the commit of their transaction, `openCommit` where it began in an earlier batch.
    mutating func plan(_ batch: consuming ChangeBatch, openCommit: LSN?) throws(ReplayError) -> PlannedBatch {
        omitted.remove(from: &batch)
        var position = openCommit ?? .zero
        var fault: (record: Int, error: ReplayError)?
        for (index, record) in batch.records.enumerated() {
            switch record {
            case .begin(let begin): position = begin.commit?.position ?? position
            case .row(let change):
                guard change.relation >= plans.count || plans[change.relation] == nil else { continue }
                do throws(ReplayError) {
                    let plan = try tables.plan(batch.relations[change.relation], at: position)
                    while plans.count <= change.relation { plans.append(nil) }
                    plans[change.relation] = plan
                } catch {
                    // The server's own trouble says nothing of the row; everything before a row that has no place is applied first.
                    guard error.isAboutData else { throw error }
                    fault = (index, error)
                }
            default: break
            }
            if fault != nil { break }
        }
        let count = fault?.record ?? batch.records.count
        do throws(MySQLError) {
            try builder.build(batch, plans, recordCount: count)
        } catch {
            throw .target(error)
        }
        return PlannedBatch(
            batch: batch,
            plans: plans,
            keys: builder.keys,
            keyStarts: builder.keyStarts,
            lonelyRecords: builder.lonelyRecords,
            fault: fault
        )
    }
}
