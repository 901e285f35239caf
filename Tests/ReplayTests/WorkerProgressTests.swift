internal import ChangeModel
internal import Testing

@testable import Replay

struct WorkerProgressTests {
    @Test func `a row is written with its position in both spellings and its runs as bytes`() {
        var row = WorkerProgress(position: LSN(0x1_0000_00AB), commitTime: CommitTime(microsecondsSinceEpoch: 17))
        row.above = [0x00, 0x0F, 0xA0, 0xFF]
        row.transactions = 3
        row.rows = 40
        #expect(
            row.assignments == "position = 4294967467, position_text = '1/AB', applied_above = x'000fa0ff',"
                + " commit_time_microseconds = 17, transactions = 3, row_changes = 40"
        )
    }

    @Test func `before the first transaction there is no time and nothing above`() {
        let row = WorkerProgress(position: .zero, commitTime: nil)
        #expect(
            row.assignments == "position = 0, position_text = '0/0', applied_above = '', commit_time_microseconds = 0,"
                + " transactions = 0, row_changes = 0"
        )
    }

    @Test func `a stream's statement names the worker and the start that may write`() {
        let progress = ProgressTable.Progress(
            stream: "s",
            position: LSN(50),
            above: AppliedRanges(),
            commitTime: nil,
            transactions: 0,
            rows: 0
        )
        let stream = SessionStream(
            name: "7001/shop/it's",
            table: ProgressTable(database: "shop", table: "progress"),
            epoch: 9,
            ledger: ProgressLedger(progress: progress, workerCount: 3)
        )
        let step = ProgressLedger.Step(position: LSN(100), commitTime: nil, isTransaction: true, isDone: false)
        #expect(stream.ledger.append(step) == 1)
        let sql = stream.progressStatement(worker: 2, committing: [.sample(1)])
        #expect(
            sql.hasPrefix("UPDATE `shop`.`progress` SET position = 100, position_text = '0/64', applied_above = '',")
        )
        #expect(sql.hasSuffix(" AND worker = 2 AND epoch = 9"))
        #expect(!sql.contains("'7001/shop/it's'"))
        guard case .displaced(let name, let table) = stream.displaced else {
            Issue.record("\(stream.displaced)")
            return
        }
        #expect(name == "7001/shop/it's")
        #expect(table == "`shop`.`progress`")
    }
}
