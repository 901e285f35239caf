internal import ChangeModel
internal import MySQLClient
internal import TestSupport
internal import Testing

@testable import Replay

/// What the target says of the policies' work: counted with the values themselves.
@Suite(.enabled(if: !LiveTarget.all.isEmpty))
struct PolicyUsesTableTests {
    private static let columns = [(name: "id", type: "integer"), (name: "n", type: "integer")]

    private func fixture(_ target: LiveTarget, _ table: String, _ definition: String) throws -> ReplayFixture {
        try ReplayFixture(target, table: "replay_uses_\(table)", definition)
    }

    @Test(arguments: LiveTarget.all)
    func `each value that was written counts once, whatever way it came and however often replay starts`(
        target: LiveTarget
    ) throws {
        let fixture = try fixture(target, "ways", "id INT PRIMARY KEY, n TINYINT NULL")
        let insert = fixture.relation(Self.columns)
        let update = fixture.relation(Self.columns, old: ["id"])
        try fixture.write { spool in
            // A load, one of 100 rows.
            spool.transaction(100) { spool in
                for id in 1...100 { spool.row(.insert, insert, [.text("\(id)"), .text(id % 10 == 0 ? "300" : "1")]) }
            }
            for id in 1...3 {
                spool.transaction(UInt64(200 + id)) {
                    $0.row(.update, update, [.text("\(id)"), .text("-300"), .text("\(id)")])
                }
            }
        }
        let policies = ValuePolicies(byColumn: ["public.\(fixture.table).n": .clamp])
        try fixture.replay { $0.valuePolicies = policies }
        #expect(try fixture.policyUses() == ["clamp of public.\(fixture.table).n: 13 (out of range)"])
        try fixture.write { spool in
            spool.transaction(300) { $0.row(.insert, insert, [.text("101"), .text("300")]) }
        }
        try fixture.replay {
            $0.valuePolicies = policies
            $0.workerCount = 3
        }
        #expect(try fixture.policyUses() == ["clamp of public.\(fixture.table).n: 14 (out of range)"])
    }

    @Test(arguments: LiveTarget.all)
    func `every reason and every name can be counted, and counts add up over workers`(target: LiveTarget) throws {
        let fixture = try fixture(target, "reasons", "id INT PRIMARY KEY")
        let table = PolicyUsesTable(database: target.database, table: "replay_tests_policy_uses")
        var uses = PolicyUses()
        for misfit in Misfit.allCases { uses.count(misfit, in: #"it's.a"b`c\.spalte ü"#, settledBy: .clamp, times: 3) }
        for worker in [0, 1, 0] {
            for sql in table.statements(stream: fixture.streamName, worker: worker, uses) {
                try fixture.connection.execute(sql)
            }
        }
        let read = try table.read(stream: fixture.streamName, on: fixture.connection)
        #expect(read.counts == uses.counts.mapValues { $0 * 3 })
    }

    @Test(arguments: LiveTarget.all)
    func `what was undone counts for nothing`(target: LiveTarget) throws {
        let fixture = try fixture(target, "undone", "id INT PRIMARY KEY, n TINYINT NULL")
        let insert = fixture.relation(Self.columns)
        try fixture.write { spool in
            for id in 1...8 {
                spool.transaction(UInt64(100 + id)) { $0.row(.insert, insert, [.text("\(id)"), .text("300")]) }
            }
            // The whole group is undone for the duplicate, and halved until that is alone.
            spool.transaction(200) { spool in
                spool.row(.insert, insert, [.text("9"), .text("300")])
                spool.row(.insert, insert, [.text("3"), .text("300")])
            }
        }
        let failure = try #require(fixture.failure { $0.valuePolicies.standard = .null })
        #expect(failure.description.contains("in the transaction at 0/C8"))
        #expect(try fixture.rows("COUNT(*), COUNT(n)") == ["8|0"])
        #expect(try fixture.policyUses() == ["null of public.\(fixture.table).n: 8 (out of range)"])
    }

    @Test(arguments: LiveTarget.all)
    func `of a transaction without some of its rows, what was written counts once`(target: LiveTarget) throws {
        let fixture = try fixture(target, "aside", "id INT PRIMARY KEY, n TINYINT NULL")
        let insert = fixture.relation(Self.columns)
        let update = fixture.relation(Self.columns, old: ["id"])
        try fixture.connection.execute("INSERT INTO \(fixture.table) VALUES (3, 0)")
        try fixture.write { spool in
            spool.transaction(100) { spool in
                for id in 1...5 { spool.row(.insert, insert, [.text("\(id)"), .text("300")]) }
                spool.row(.update, update, [.text("9"), .text("300"), .text("9")])
            }
        }
        try fixture.replay {
            $0.valuePolicies.standard = .clamp
            $0.rowPolicies.standard = [.duplicateKey: .ignore, .missingRow: .ignore]
        }
        #expect(try fixture.rows("id, n") == ["1|127", "2|127", "3|0", "4|127", "5|127"])
        #expect(try fixture.policyUses() == ["clamp of public.\(fixture.table).n: 4 (out of range)"])
    }

    @Test(arguments: LiveTarget.all)
    func `a value that only finds its row is not counted`(target: LiveTarget) throws {
        let fixture = try fixture(target, "finds", "id INT, n TINYINT NULL")
        let insert = fixture.relation(Self.columns)
        let delete = fixture.relation(Self.columns, new: false, old: ["id", "n"])
        try fixture.write { spool in
            spool.transaction(100) { $0.row(.insert, insert, [.text("1"), .text("300")]) }
            spool.transaction(200) { $0.row(.delete, delete, [.text("1"), .text("300")]) }
        }
        try fixture.replay { $0.valuePolicies.byType = ["integer": .clamp] }
        #expect(try fixture.rows("COUNT(*)") == ["0"])
        #expect(try fixture.policyUses() == ["clamp of public.\(fixture.table).n: 1 (out of range)"])
    }
}
