internal import ChangeModel
internal import MySQLClient
internal import TestSupport
internal import Testing

@testable import Replay

@Suite(.enabled(if: !LiveTarget.all.isEmpty))
struct BatchPlannerTests {
    /// Two transactions, of which the first changes a table that the target does not have.
    private func plan(_ target: LiveTarget, applied: AppliedRanges) throws -> PlannedBatch {
        try target.connect().execute("CREATE TABLE IF NOT EXISTS planner_there (id INT PRIMARY KEY)")
        let options = ReplayOptions(target: target.options, spoolDirectory: "", database: target.database)
        var planner = try BatchPlanner(session: TargetSession(options), options: options, applied: applied)
        var builder = BatchBuilder()
        for (position, table) in [(10, "planner_missing"), (20, "planner_there")] as [(UInt64, String)] {
            let column = Column(name: "id", typeName: "integer", isInNewImage: true, isInOldImage: false)
            let relation = Relation(table: TableName(schema: "public", table: table), columns: [column])
            builder.transaction(position) { $0.row(.insert, relation, [.text("1")]) }
        }
        return try planner.plan(knowingCommits(builder.batch), openCommit: nil)
    }

    /// Each begin with its commit, as a spool's reader gives it.
    private func knowingCommits(_ batch: ChangeBatch) -> ChangeBatch {
        var batch = batch
        for index in batch.records.indices {
            guard case .begin(let begin) = batch.records[index],
                case .commit(let commit) = batch.records[index + 2]
            else { continue }
            batch.records[index] = .begin(begin.completed(by: commit))
        }
        return batch
    }

    @Test(arguments: LiveTarget.all)
    func `a row without a place ends what can be planned`(target: LiveTarget) throws {
        let planned = try plan(target, applied: AppliedRanges())
        #expect(planned.fault?.record == 1)
        guard case .tableMissing(let table, _, position: LSN(10))? = planned.fault?.error else {
            Issue.record("\(String(describing: planned.fault))")
            return
        }
        #expect(table.table == "planner_missing")
        #expect(planned.withKeys(of: 3..<6) { $0.count } == 0)
    }

    @Test(arguments: LiveTarget.all)
    func `a row that is applied already needs no place`(target: LiveTarget) throws {
        let planned = try plan(target, applied: AppliedRanges([PositionRange(LSN(5), LSN(12))]))
        #expect(planned.fault == nil)
        #expect(planned.withKeys(of: 0..<3) { $0.count } == 0)
        #expect(planned.withKeys(of: 3..<6) { $0.count } > 0)
    }
}
