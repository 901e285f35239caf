internal import ChangeModel
internal import MySQLClient
internal import Spool
internal import TestSupport
internal import Testing

@testable import Replay

/// Tables that change on the source, and TRUNCATE, under each policy, into a real target.
@Suite(.enabled(if: !LiveTarget.all.isEmpty))
struct SchemaPolicyTests {
    private static let id = (name: "id", type: "integer")
    private static let v = (name: "v", type: "text")
    private static let note = (name: "note", type: "text")

    private func fixture(_ target: LiveTarget, _ name: String, _ rest: String = ", v TEXT") throws -> ReplayFixture {
        try ReplayFixture(target, table: "replay_policy_" + name, "id INT PRIMARY KEY" + rest)
    }

    private func truncation(_ relation: Relation) -> Truncation {
        Truncation(tables: [relation.table], restartsSequences: false, cascades: false)
    }

    @Test(arguments: LiveTarget.all)
    func `a TRUNCATE stops the replay before its transaction, and then its rows stay or go`(target: LiveTarget) throws {
        for policy in [TruncationPolicy.apply, .ignore] {
            let fixture = try fixture(target, "truncate")
            let insert = fixture.relation([Self.id, Self.v])
            try fixture.write { spool in
                spool.transaction(100) { $0.row(.insert, insert, [.text("1"), .text("a")]) }
                spool.transaction(200) { spool in
                    spool.truncate(truncation(insert))
                    spool.row(.insert, insert, [.text("2"), .text("b")])
                }
            }
            let error = try #require(fixture.failure { $0.truncations = .stop })
            guard case .truncated([insert.table], LSN(200)) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(try fixture.rows("id") == ["1"])
            #expect(try fixture.replay { $0.truncations = policy } == LSN(200))
            #expect(try fixture.rows("id") == (policy == .apply ? ["2"] : ["1", "2"]))
        }
    }

    @Test(arguments: LiveTarget.all)
    func `a column that the target lacks is left out by every way to write a row`(target: LiveTarget) throws {
        let fixture = try fixture(target, "ignored")
        let insert = fixture.relation([Self.id, Self.note, Self.v])
        let update = fixture.relation([Self.id, Self.note, Self.v], old: ["id", "note", "v"])
        let delete = fixture.relation([Self.id, Self.note, Self.v], new: false, old: ["id", "note", "v"])
        try fixture.write { spool in
            for id in 1...100 {
                spool.transaction(UInt64(100 + id)) {
                    $0.row(.insert, insert, [.text("\(id)"), id == 1 ? .null : .text("n"), .text("v")])
                }
            }
            spool.transaction(300) { spool in
                spool.row(.update, update, [.text("1"), .text("m"), .text("w"), .text("1"), .null, .text("v")])
                spool.row(.update, update, [.text("2"), .text("o"), .text("v"), .text("2"), .text("n"), .text("v")])
                for id in 3...100 { spool.row(.delete, delete, [.text("\(id)"), .text("n"), .text("v")]) }
            }
        }
        guard case .columnsMissing(let missing, LSN(101))? = fixture.failure() else {
            Issue.record("the stop is about columns")
            return
        }
        #expect(missing.columns == ["note"] && !missing.areNeeded)
        #expect(try fixture.replay { $0.leavesOutNewColumns = true } == LSN(300))
        #expect(try fixture.rows("id, v") == ["1|w", "2|v"])
    }

    @Test(arguments: LiveTarget.all)
    func `a column that names the rows of a table without a key is never left out`(target: LiveTarget) throws {
        let fixture = try ReplayFixture(target, table: "replay_policy_needed", "v TEXT")
        let insert = fixture.relation([Self.v, Self.note])
        let delete = fixture.relation([Self.v, Self.note], new: false, old: ["v", "note"])
        try fixture.write { spool in
            spool.transaction(100) { $0.row(.insert, insert, [.text("a"), .text("b")]) }
            spool.transaction(200) { $0.row(.delete, delete, [.text("a"), .text("b")]) }
        }
        let error = try #require(fixture.failure { $0.leavesOutNewColumns = true })
        guard case .columnsMissing(let missing, LSN(200)) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(missing.areNeeded && error.description.contains("without it no row can be told"))
        #expect(try fixture.rows("v") == ["a"])
    }

    @Test(arguments: LiveTarget.all)
    func `a renamed column stops with both statements, and the right one keeps its values`(target: LiveTarget) throws {
        let fixture = try fixture(target, "renamed")
        let old = fixture.relation([Self.id, Self.v])
        let new = fixture.relation([Self.id, (name: "w", type: "text")])
        try fixture.write { spool in
            spool.transaction(100) { $0.row(.insert, old, [.text("1"), .text("a")]) }
            spool.transaction(200) { $0.row(.insert, new, [.text("2"), .text("b")]) }
        }
        guard case .columnsMissing(let missing, LSN(200))? = fixture.failure() else {
            Issue.record("the stop is about columns")
            return
        }
        #expect(missing.formerName == "v")
        try fixture.connection.execute(try #require(missing.renaming))
        #expect(try fixture.replay() == LSN(200))
        #expect(try fixture.rows("id, w") == ["1|a", "2|b"])
    }

    @Test(arguments: LiveTarget.all)
    func `a column that the source drops may be NULL after the stop's ALTER, and keeps what it holds`(
        target: LiveTarget
    ) throws {
        let fixture = try fixture(target, "dropped", ", v VARCHAR(9) CHARACTER SET latin1 COLLATE latin1_bin NOT NULL")
        let old = fixture.relation([Self.id, Self.v])
        let new = fixture.relation([Self.id])
        try fixture.write { spool in
            spool.transaction(100) { $0.row(.insert, old, [.text("1"), .text("é")]) }
            spool.transaction(200) { $0.row(.insert, new, [.text("2")]) }
        }
        guard case .columnUnfilled(_, "v", _, let alteration, LSN(200))? = fixture.failure() else {
            Issue.record("the stop is about the column")
            return
        }
        try fixture.connection.execute(alteration)
        #expect(try fixture.replay() == LSN(200))
        #expect(try fixture.rows("id, v, COLLATION(v)") == ["1|é|latin1_bin", "2|NULL|latin1_bin"])
    }

    @Test(arguments: LiveTarget.all)
    func `a column that comes and goes again within one replay meets the target as it is`(target: LiveTarget) throws {
        let fixture = try fixture(target, "flicker", ", note TEXT")
        let without = fixture.relation([Self.id])
        let with = fixture.relation([Self.id, Self.note])
        try fixture.write(SpoolOptions(blockBytes: 1 << 12, writer: "test")) { spool in
            spool.transaction(100) { $0.row(.insert, without, [.text("1")]) }
            spool.transaction(200) { $0.row(.insert, with, [.text("2"), .text(String(repeating: "n", count: 9_000))]) }
            spool.transaction(300) { $0.row(.insert, without, [.text("3")]) }
        }
        #expect(try fixture.replay() == LSN(300))
        #expect(try fixture.rows("id, LENGTH(note)") == ["1|NULL", "2|9000", "3|NULL"])
    }
}
