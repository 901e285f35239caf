internal import ChangeModel
internal import MySQLClient
internal import Spool
internal import TestSupport
internal import Testing

@testable import Replay

/// Rows that are found not to fit only when their statement has changed something: the server warns.
@Suite(.enabled(if: !LiveTarget.all.isEmpty))
struct SetAsideReplayTests {
    private static let columns = [(name: "id", type: "integer"), (name: "n", type: "integer")]
    private static let count = 40

    /// The server rounds what it computes, and says so, where `n` is odd.
    private func fixture(_ target: LiveTarget, _ table: String) throws -> (ReplayFixture, CountingLog) {
        let definition = "id INT PRIMARY KEY, n INT, computed DECIMAL(5,1) AS (n * 1.05) STORED"
        let fixture = try ReplayFixture(target, table: table, definition)
        let log = CountingLog(of: "was undone")
        fixture.log = log
        for id in 1...Self.count { try fixture.connection.execute("INSERT INTO \(table) (id, n) VALUES (\(id), 2)") }
        return (fixture, log)
    }

    /// Updates of all rows, and as many inserts: every third of both draws a warning.
    private func write(_ fixture: ReplayFixture, _ options: SpoolOptions = SpoolOptions()) throws {
        let update = fixture.relation(Self.columns, old: ["id"])
        let insert = fixture.relation(Self.columns)
        try fixture.write(options) { spool in
            spool.transaction(100) { spool in
                for id in 1...Self.count {
                    let number = Slot.text(id % 3 == 0 ? "1" : "4")
                    spool.row(.update, update, [.text("\(id)"), number, .text("\(id)")])
                }
                for id in 1...Self.count {
                    spool.row(.insert, insert, [.text("\(100 + id)"), .text(id % 3 == 0 ? "1" : "4")])
                }
            }
        }
    }

    private typealias Slot = BatchBuilder.Value

    private func expectAllButThoseThatWarn(_ fixture: ReplayFixture) throws {
        let updated = (1...Self.count).map { $0 % 3 == 0 ? "\($0)|2" : "\($0)|4" }
        let inserted = (1...Self.count).compactMap { $0 % 3 == 0 ? nil : "\(100 + $0)|4" }
        #expect(try fixture.rows("id, n") == updated + inserted)
    }

    @Test(arguments: LiveTarget.all)
    func `a transaction is begun again once for all of them`(target: LiveTarget) throws {
        let (fixture, log) = try fixture(target, "replay_warned")
        try write(fixture)
        try fixture.replay { $0.rowPolicies.standard = [.valueRefused: .ignore] }
        try expectAllButThoseThatWarn(fixture)
        #expect(log.count == 1)
    }

    @Test(arguments: LiveTarget.all)
    func `so is a giant, besides once for leaving the fast way`(target: LiveTarget) throws {
        let (fixture, _) = try fixture(target, "replay_giant_warned")
        let log = CountingLog(of: "was refused and undone")
        fixture.log = log
        var options = SpoolOptions()
        options.blockBytes = 512
        try write(fixture, options)
        try fixture.replay { $0.rowPolicies.standard = [.valueRefused: .ignore] }
        try expectAllButThoseThatWarn(fixture)
        #expect(log.count == 2)
    }

    @Test(arguments: LiveTarget.all)
    func `what the policy stops is stopped at once, and nothing is kept`(target: LiveTarget) throws {
        let (fixture, log) = try fixture(target, "replay_stopped_warned")
        try write(fixture)
        let failure = try #require(fixture.failure { $0.rowPolicies.standard = [.missingRow: .ignore] })
        guard case .warned(_, _, LSN(100)) = failure else { throw failure }
        #expect(try fixture.rows("COUNT(*), SUM(n)", order: "1") == ["\(Self.count)|\(Self.count * 2)"])
        #expect(log.count == 0)
    }
}
