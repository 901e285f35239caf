internal import ChangeModel
internal import MySQLClient
internal import Testing

@testable import Replay

@Suite(.enabled(if: !LiveTarget.all.isEmpty))
struct ProgressTableTests {
    private func table(_ target: LiveTarget, _ connection: MySQLConnection, _ name: String) throws -> ProgressTable {
        let table = ProgressTable(database: target.database, table: "progress_tests_" + name)
        try connection.execute("DROP TABLE IF EXISTS \(table.qualifiedName)")
        try table.create(on: connection)
        return table
    }

    private func row(_ position: UInt64, _ above: [(UInt64, UInt64)], transactions: UInt64, rows: UInt64)
        -> WorkerProgress
    {
        var row = WorkerProgress(
            position: LSN(position),
            commitTime: CommitTime(microsecondsSinceEpoch: Int64(position) * 10)
        )
        row.above = AppliedRanges(above.map { PositionRange(LSN($0.0), LSN($0.1)) }).encoded(above: LSN(position))
        row.transactions = transactions
        row.rows = rows
        return row
    }

    @Test(arguments: LiveTarget.all)
    func `a stream that is new begins at nothing, and one that is unknown is nothing`(target: LiveTarget) throws {
        let connection = try target.connect()
        let table = try table(target, connection, "new")
        #expect(try table.read(stream: "s", on: connection) == nil)
        let (progress, epoch) = try table.begin(stream: "s", workers: 3, on: connection)
        #expect(progress == .sample())
        #expect(epoch == 1)
        #expect(try table.read(stream: "s", on: connection) == progress)
        #expect(try table.read(stream: "S", on: connection) == nil)
        let missing = ProgressTable(database: target.database, table: "progress_tests_missing")
        #expect(try missing.read(stream: "s", on: connection) == nil)
    }

    @Test(arguments: LiveTarget.all)
    func `the rows of all workers together say what is applied, and the next start carries it on`(target: LiveTarget)
        throws
    {
        let connection = try target.connect()
        let table = try table(target, connection, "union")
        var (_, epoch) = try table.begin(stream: "it's", workers: 3, on: connection)
        let rows = [
            row(200, [(500, 600), (900, 900)], transactions: 5, rows: 50),
            row(300, [(310, 310), (700, 800)], transactions: 7, rows: 70),
            row(100, [(150, 250), (650, 660)], transactions: 9, rows: 90),
        ]
        for (worker, row) in rows.enumerated() {
            let sql = table.updateStatement(stream: "it's", worker: worker, epoch: epoch, row)
            #expect(try connection.execute(sql).affectedRows == 1)
        }
        let expected = ProgressTable.Progress(
            stream: "it's",
            position: LSN(300),
            above: AppliedRanges(
                [(310, 310), (500, 600), (650, 660), (700, 800), (900, 900)].map { PositionRange(LSN($0.0), LSN($0.1)) }
            ),
            commitTime: CommitTime(microsecondsSinceEpoch: 3_000),
            transactions: 21,
            rows: 210
        )
        #expect(try table.read(stream: "it's", on: connection) == expected)
        let oldEpoch = epoch
        for workers in [1, 5, 2] {
            let begun = try table.begin(stream: "it's", workers: workers, on: connection)
            #expect(begun.progress == expected)
            #expect(begun.epoch == epoch + 1)
            epoch = begun.epoch
            #expect(try table.read(stream: "it's", on: connection) == expected)
        }
        // Who was displaced changes nothing.
        let late = table.updateStatement(stream: "it's", worker: 0, epoch: oldEpoch, rows[0])
        #expect(try connection.execute(late).affectedRows == 0)
    }

    @Test(arguments: LiveTarget.all)
    func `bytes that replay did not write are an error that says what to do`(target: LiveTarget) throws {
        let connection = try target.connect()
        let table = try table(target, connection, "damage")
        _ = try table.begin(stream: "s", workers: 1, on: connection)
        try connection.execute("UPDATE \(table.qualifiedName) SET applied_above = x'80'")
        let error = #expect(throws: MySQLError.self) { try table.read(stream: "s", on: connection) }
        let sentence = try #require(error).message
        #expect(sentence.contains("applied_above"))
        #expect(sentence.contains("restore the table from a backup of this target"))
    }
}
