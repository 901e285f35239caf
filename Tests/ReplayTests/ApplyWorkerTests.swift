internal import ChangeModel
internal import Logging
internal import MySQLClient
internal import TestSupport
internal import Testing
internal import Threading

@testable import Replay

@Suite(.enabled(if: !LiveTarget.all.isEmpty))
struct ApplyWorkerTests {
    private static let table = "apply_worker_tests"

    private func planned(_ target: LiveTarget, _ identifier: String, _ options: ReplayOptions) throws -> PlannedBatch {
        var builder = BatchBuilder()
        let relation = Relation(
            table: TableName(schema: "public", table: Self.table),
            columns: [Column(name: "id", typeName: "integer", isInNewImage: true, isInOldImage: false)]
        )
        builder.row(.insert, relation, [.text(identifier)])
        var planner = try BatchPlanner(session: TargetSession(options), options: options, applied: AppliedRanges())
        return try planner.plan(builder.batch, openCommit: LSN(1))
    }

    private func transaction(_ ticket: UInt64, _ planned: PlannedBatch, standsAlone: Bool) -> SourceTransaction {
        let sample = SourceTransaction.sample(ticket)
        return SourceTransaction(
            content: .whole(planned, planned.batch.records.indices),
            commit: sample.commit,
            ticket: ticket,
            rowCount: 1,
            bytes: 100,
            standsAlone: standsAlone
        )
    }

    @Test(arguments: LiveTarget.all)
    func `what stands behind a transaction that was given up is given up too`(target: LiveTarget) throws {
        let connection = try target.connect()
        try connection.execute("DROP TABLE IF EXISTS \(Self.table)")
        try connection.execute("CREATE TABLE \(Self.table) (id INT PRIMARY KEY) ENGINE=InnoDB")
        let options = ReplayOptions(target: target.options, spoolDirectory: "", database: target.database)
        let table = ProgressTable(database: target.database, table: "apply_worker_progress")
        try table.create(on: connection)
        let (progress, epoch) = try table.begin(stream: Self.table, workers: 2, on: connection)
        let ledger = ProgressLedger(progress: progress, workerCount: 2)
        let stream = SessionStream(name: Self.table, table: table, epoch: epoch, ledger: ledger)
        // The first transaction is another worker's, which fails. The second waits for it alone; the third may follow the second at once.
        for position: UInt64 in [100, 200, 300] {
            _ = ledger.append(
                ProgressLedger.Step(position: LSN(position), commitTime: nil, isTransaction: true, isDone: false)
            )
        }
        let queue = WorkerQueue()
        queue.append([
            transaction(2, try planned(target, "2", options), standsAlone: true),
            transaction(3, try planned(target, "3", options), standsAlone: false),
        ])
        ledger.abandon()
        let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let thread = JoinedThread(name: "apply-0") {
            do throws(ReplayError) {
                try ApplyWorker.run(0, options, stream, queue, StopRequest(), log)
            } catch {
                Issue.record("\(error)")
            }
        }
        // Both are off the queue: whatever the worker does of them it has done.
        let deadline = MonotonicTime.now().adding(milliseconds: 60_000)
        while queue.load > 0, MonotonicTime.now() < deadline {}
        queue.close()
        thread.join()
        #expect(try connection.query("SELECT id FROM \(Self.table)").isEmpty)
        #expect(ledger.currentWatermark.position == progress.position)
    }
}
