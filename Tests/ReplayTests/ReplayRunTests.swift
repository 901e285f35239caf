internal import ChangeModel
internal import MySQLClient
internal import Spool
internal import TestSupport
internal import Testing

@testable import Replay

/// Whole replays into a real target: what is there afterwards, and what the target's progress says.
@Suite(.enabled(if: !LiveTarget.all.isEmpty))
struct ReplayRunTests {
    private static let columns = [(name: "id", type: "integer"), (name: "v", type: "text")]
    private static let definition = "id INT PRIMARY KEY, v VARCHAR(200) CHARACTER SET utf8mb4"

    private func fixture(_ target: LiveTarget, _ table: String) throws -> ReplayFixture {
        try ReplayFixture(target, table: "replay_" + table, Self.definition)
    }

    @Test(arguments: LiveTarget.all)
    func `inserts, updates and deletes arrive, and the progress names the last commit`(target: LiveTarget) throws {
        let fixture = try fixture(target, "all")
        try writeChanges(fixture)
        #expect(try fixture.replay() == LSN(300))
        #expect(try fixture.rows("id, v") == ["1|it's ünïcödé 😀", "4|"])
        let progress = try #require(try fixture.progress())
        #expect(progress.position == LSN(300))
        #expect(progress.transactions == 3)
        #expect(progress.rows == 6)
        #expect(progress.commitTime == CommitTime(microsecondsSinceEpoch: 300_000_000))
    }

    private func writeChanges(_ fixture: ReplayFixture) throws {
        let insert = fixture.relation(Self.columns)
        let update = fixture.relation(Self.columns, old: ["id"])
        let delete = fixture.relation([Self.columns[0]], new: false, old: ["id"])
        try fixture.write { spool in
            spool.transaction(100) { spool in
                spool.row(.insert, insert, [.text("1"), .text("a")])
                spool.row(.insert, insert, [.text("2"), .null])
                spool.row(.insert, insert, [.text("3"), .text("")])
            }
            spool.transaction(200) { spool in
                spool.row(.update, update, [.text("1"), .text("it's ünïcödé 😀"), .text("1")])
                spool.row(.delete, delete, [.text("2")])
            }
            spool.transaction(300) { $0.row(.update, update, [.text("4"), .absent, .text("3")]) }
        }
    }

    @Test(arguments: LiveTarget.all)
    func `a second replay applies nothing again, and what is new once`(target: LiveTarget) throws {
        let fixture = try ReplayFixture(target, table: "replay_twice", "v VARCHAR(20)")
        let insert = fixture.relation([Self.columns[1]])
        try fixture.write { $0.transaction(100) { $0.row(.insert, insert, [.text("a")]) } }
        try fixture.replay()
        #expect(try fixture.replay() == LSN(100))
        #expect(try fixture.rows("v") == ["a"])
        try fixture.write { $0.transaction(200) { $0.row(.insert, insert, [.text("b")]) } }
        #expect(try fixture.replay() == LSN(200))
        #expect(try fixture.rows("v") == ["a", "b"])
        #expect(try fixture.progress()?.transactions == 2)
    }

    @Test(arguments: LiveTarget.all)
    func `a refused transaction leaves nothing, and all before it is applied`(target: LiveTarget) throws {
        let fixture = try fixture(target, "fails")
        fixture.groupTransactions = 2
        let insert = fixture.relation(Self.columns)
        try fixture.write { spool in
            for number in 1...3 {
                spool.transaction(UInt64(number * 100)) { $0.row(.insert, insert, [.text("\(number)"), .text("x")]) }
            }
            spool.transaction(400) { spool in
                spool.row(.insert, insert, [.text("4"), .text("x")])
                spool.row(.insert, insert, [.text("1"), .text("secret")])
            }
        }
        let error = try #require(fixture.failure())
        guard case .rowRefused(let table, let keyColumns, let refusal, let position) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(table.table == fixture.table)
        #expect(keyColumns == ["id"])
        #expect(refusal.errorClass == .duplicateKey)
        #expect(position == LSN(400))
        #expect(!error.description.contains("secret"))
        #expect(try fixture.rows("id") == ["1", "2", "3"])
        #expect(try fixture.progress()?.position == LSN(300))
        #expect(try fixture.progress()?.transactions == 3)
        // Mended, it goes on where the target stands.
        try fixture.connection.execute("DELETE FROM \(fixture.table) WHERE id = 1")
        #expect(try fixture.replay() == LSN(400))
        #expect(try fixture.rows("id") == ["1", "2", "3", "4"])
    }

    @Test(arguments: LiveTarget.all)
    func `an update or delete that finds no row stops the replay`(target: LiveTarget) throws {
        let fixture = try fixture(target, "missing")
        let update = fixture.relation(Self.columns, old: ["id"])
        try fixture.write { $0.transaction(100) { $0.row(.update, update, [.text("1"), .text("x"), .text("1")]) } }
        let error = try #require(fixture.failure())
        #expect(error.description.contains("UPDATE on public.\(fixture.table) in the transaction at 0/64 found 0 rows"))
        #expect(try fixture.progress()?.position == .zero)
    }

    @Test(arguments: LiveTarget.all)
    func `an update that changes nothing found its row all the same`(target: LiveTarget) throws {
        let fixture = try fixture(target, "same")
        let update = fixture.relation(Self.columns, old: ["id"])
        try fixture.connection.execute("INSERT INTO \(fixture.table) VALUES (1, 'x')")
        try fixture.write { $0.transaction(100) { $0.row(.update, update, [.text("1"), .text("x"), .text("1")]) } }
        #expect(try fixture.replay() == LSN(100))
    }

    @Test(arguments: LiveTarget.all)
    func `a change without its identity stops the replay`(target: LiveTarget) throws {
        let fixture = try fixture(target, "identity")
        let update = fixture.relation(Self.columns)
        try fixture.write { $0.transaction(100) { $0.row(.update, update, [.text("1"), .text("x")]) } }
        #expect(try #require(fixture.failure()).description.contains("REPLICA IDENTITY FULL"))
    }

    @Test(arguments: LiveTarget.all)
    func `a truncate empties the table within its transaction`(target: LiveTarget) throws {
        let fixture = try fixture(target, "truncate")
        let insert = fixture.relation(Self.columns)
        let truncation = Truncation(tables: [insert.table], restartsSequences: false, cascades: false)
        try fixture.write { spool in
            spool.transaction(100) { spool in
                spool.row(.insert, insert, [.text("1"), .text("before")])
                spool.truncate(truncation)
                spool.row(.insert, insert, [.text("1"), .text("after")])
            }
        }
        try fixture.replay()
        #expect(try fixture.rows("id, v") == ["1|after"])
    }

    @Test(arguments: LiveTarget.all)
    func `a schema change stops the replay before its transaction, or is ignored`(target: LiveTarget) throws {
        let fixture = try fixture(target, "schema")
        let insert = fixture.relation(Self.columns)
        try fixture.write { spool in
            spool.transaction(100) { $0.row(.insert, insert, [.text("1"), .text("before")]) }
            spool.transaction(200) { spool in
                spool.row(.insert, insert, [.text("2"), .text("with it")])
                spool.schemaChange("ALTER USER u PASSWORD 'secret'")
            }
            spool.transaction(300) { $0.row(.insert, insert, [.text("3"), .text("behind")]) }
        }
        let sentence = try #require(fixture.failure()).description
        #expect(sentence.contains("0/C8 changes the source's schema (ALTER USER)") && !sentence.contains("secret"))
        #expect(try fixture.rows("id") == ["1"])
        try fixture.replay { $0.stopsAtSchemaChanges = false }
        #expect(try fixture.rows("id") == ["1", "2", "3"])
    }

    @Test(arguments: LiveTarget.all)
    func `a row that lacks a value gets the column's default, and the next row keeps its own`(target: LiveTarget) throws
    {
        let fixture = try ReplayFixture(target, table: "replay_absent", "id INT PRIMARY KEY, v VARCHAR(9) DEFAULT 'd'")
        let insert = fixture.relation(Self.columns)
        try fixture.write { spool in
            spool.transaction(100) { spool in
                spool.row(.insert, insert, [.text("1"), .absent])
                spool.row(.insert, insert, [.text("2"), .text("own")])
                spool.row(.insert, insert, [.text("3"), .absent])
            }
        }
        try fixture.replay()
        #expect(try fixture.rows("id, v") == ["1|d", "2|own", "3|d"])
    }

    @Test(arguments: LiveTarget.all)
    func `until a position everything up to it is applied, and the rest the next time`(target: LiveTarget) throws {
        let fixture = try fixture(target, "until")
        let insert = fixture.relation(Self.columns)
        try fixture.write { spool in
            for number in 1...4 {
                spool.transaction(UInt64(number * 100)) { $0.row(.insert, insert, [.text("\(number)"), .null]) }
            }
        }
        #expect(try fixture.replay { $0.untilPosition = LSN(200) } == LSN(200))
        #expect(try fixture.rows("id") == ["1", "2"])
        #expect(try fixture.replay { $0.untilPosition = LSN(350) } == LSN(300))
        #expect(try fixture.replay { $0.untilTime = CommitTime(microsecondsSinceEpoch: 399_999_999) } == LSN(300))
        #expect(try fixture.replay() == LSN(400))
        #expect(try fixture.rows("id") == ["1", "2", "3", "4"])
    }

    @Test(arguments: LiveTarget.all)
    func `a transaction over many blocks and segments arrives whole and once`(target: LiveTarget) throws {
        let fixture = try fixture(target, "giant")
        fixture.groupRows = 100
        let insert = fixture.relation(Self.columns)
        try fixture.write(SpoolOptions(blockBytes: 512, segmentBytes: 4_096)) { spool in
            spool.transaction(100) { $0.row(.insert, insert, [.text("0"), .null]) }
            spool.transaction(200) { spool in
                for number in 1...3_000 {
                    spool.row(.insert, insert, [.text("\(number)"), .text("value of \(number)")])
                }
            }
            spool.transaction(300) { $0.row(.insert, insert, [.text("3001"), .null]) }
        }
        #expect(try fixture.replay { $0.queueBytes = 1_024 } == LSN(300))
        let summary = try fixture.rows("COUNT(*), SUM(id), SUM(v = CONCAT('value of ', id))")
        #expect(summary == ["3002|4504501|3000"])
        #expect(try fixture.progress()?.rows == 3_002)
    }

    @Test(arguments: LiveTarget.all)
    func `positions of an idle source move the progress`(target: LiveTarget) throws {
        let fixture = try fixture(target, "idle")
        let insert = fixture.relation(Self.columns)
        try fixture.write { spool in
            spool.transaction(100) { $0.row(.insert, insert, [.text("1"), .null]) }
            spool.position(500)
        }
        // The writer notes positions by a call of its own, so the spool ends at the commit.
        #expect(try fixture.replay() == LSN(100))
        #expect(try fixture.progress()?.transactions == 1)
    }

    @Test(arguments: LiveTarget.all)
    func `while one replay holds the stream another is refused`(target: LiveTarget) throws {
        let fixture = try fixture(target, "locked")
        let insert = fixture.relation(Self.columns)
        try fixture.write { $0.transaction(100) { $0.row(.insert, insert, [.text("1"), .null]) } }
        let holder = try target.connect()
        #expect(try StreamLock.acquire(fixture.streamName, in: target.database, on: holder))
        let error = try #require(fixture.failure())
        guard case .locked = error else {
            Issue.record("\(error)")
            return
        }
        #expect(try fixture.rows("id").isEmpty)
    }

    @Test(arguments: LiveTarget.all)
    func `a table, column or type that has no place stops the replay by its name`(target: LiveTarget) throws {
        let fixture = try fixture(target, "place")
        let relations = [
            (
                BatchBuilder.relation("replay_no_such_table", new: ["v"]),
                "the target has no table \(target.database).replay_no_such_table"
            ),
            (
                fixture.relation([(name: "colour", type: "text")]),
                "ADD COLUMN `colour` LONGTEXT CHARACTER SET utf8mb4 NULL on it"
            ),
            (fixture.relation([(name: "v", type: "bytea"), Self.columns[0]]), "is of the type bytea"),
        ]
        for (index, (relation, words)) in relations.enumerated() {
            let other = try ReplayFixture(target, table: "replay_place_\(index)", Self.definition)
            let moved =
                relation.table.table == fixture.table
                ? other.relation(relation.columns.map { (name: $0.name, type: $0.typeName) }) : relation
            let values = [BatchBuilder.Value](repeating: .text("1"), count: moved.columns.count)
            try other.write { $0.transaction(100) { $0.row(.insert, moved, values) } }
            let error = try #require(other.failure())
            #expect(error.description.contains(words))
        }
    }

    @Test(arguments: LiveTarget.all)
    func `rows that wait for their unique values take a bounded room`(target: LiveTarget) throws {
        let fixture = try ReplayFixture(target, table: "replay_defers", "id INT PRIMARY KEY, v VARCHAR(20) UNIQUE")
        let insert = fixture.relation(Self.columns)
        let update = fixture.relation(Self.columns, old: ["id"])
        let ids = 1...40
        try fixture.write { spool in
            spool.transaction(100) { spool in
                for id in ids { spool.row(.insert, insert, [.text("\(id)"), .text("v\(id)")]) }
            }
            // Each takes the next one's value before that is given back.
            spool.transaction(200) { spool in
                for id in ids { spool.row(.update, update, [.text("\(id)"), .text("v\(id + 1)"), .text("\(id)")]) }
            }
        }
        let failure = try #require(fixture.failure { $0.deferredBytes = 1_000 })
        guard case .tooMuchDeferred(_, 1_000, LSN(200)) = failure else { throw failure }
        #expect(try fixture.rows("v", order: "id") == ids.map { "v\($0)" })
        try fixture.replay()
        #expect(try fixture.rows("v", order: "id") == ids.map { "v\($0 + 1)" })
    }

    @Test(arguments: LiveTarget.all)
    func `unique values that a transaction swaps, and keys that it moves on, arrive where they belong`(
        target: LiveTarget
    ) throws {
        let fixture = try ReplayFixture(target, table: "replay_swap", "id INT PRIMARY KEY, v VARCHAR(20) UNIQUE")
        let insert = fixture.relation(Self.columns)
        let update = fixture.relation(Self.columns, old: ["id", "v"])
        try fixture.write { spool in
            spool.transaction(100) { spool in
                for (id, text) in [("1", "a"), ("2", "b"), ("3", "c")] {
                    spool.row(.insert, insert, [.text(id), .text(text)])
                }
            }
            // A source with a deferred constraint checks at the end of the statement, or of the transaction.
            spool.transaction(200) { spool in
                spool.row(.update, update, [.text("1"), .text("b"), .text("1"), .text("a")])
                spool.row(.update, update, [.text("2"), .text("a"), .text("2"), .text("b")])
            }
            spool.transaction(300) { spool in
                for id in 1...3 {
                    let text = ["b", "a", "c"][id - 1]
                    spool.row(.update, update, [.text("\(id + 1)"), .text(text), .text("\(id)"), .text(text)])
                }
                spool.row(.insert, insert, [.text("1"), .text("d")])
            }
            // What takes a value before it is free, and a change of the row that waits for it.
            spool.transaction(400) { spool in
                spool.row(.insert, insert, [.text("9"), .text("d")])
                spool.row(.update, update, [.text("1"), .text("e"), .text("1"), .text("d")])
                spool.row(.update, update, [.text("9"), .text("f"), .text("9"), .text("d")])
            }
        }
        try fixture.replay()
        #expect(try fixture.rows("id, v") == ["1|e", "2|b", "3|a", "4|c", "9|f"])
    }

    @Test(arguments: LiveTarget.all, [false, true])
    func `of many updates of one row the last is seen, and a trigger sees all of them`(
        target: LiveTarget,
        hasTrigger: Bool
    ) throws {
        let fixture = try ReplayFixture(
            target,
            table: "replay_hot_\(hasTrigger)",
            "id INT PRIMARY KEY, v VARCHAR(20), n INT DEFAULT 0"
        )
        if hasTrigger {
            try fixture.connection.execute(
                "CREATE TRIGGER hot_\(hasTrigger) BEFORE UPDATE ON \(fixture.table) FOR EACH ROW SET NEW.n = OLD.n + 1"
            )
        }
        let insert = fixture.relation(Self.columns)
        let update = fixture.relation(Self.columns, old: ["id"])
        try fixture.write { spool in
            spool.transaction(100) { spool in
                for id in 1...2 { spool.row(.insert, insert, [.text("\(id)"), .text("first")]) }
            }
            for number in 1...50 {
                spool.transaction(UInt64(100 + number * 10)) { spool in
                    spool.row(.update, update, [.text("1"), .text("value \(number)"), .text("1")])
                }
            }
            // The row goes on under another key, and its old key comes back as another row.
            spool.transaction(700) { spool in
                spool.row(.update, update, [.text("3"), .text("moved"), .text("1")])
                spool.row(.update, update, [.text("1"), .text("second"), .text("2")])
                spool.row(.update, update, [.text("1"), .text("third"), .text("1")])
            }
        }
        #expect(try fixture.replay() == LSN(700))
        #expect(
            try fixture.rows("id, v, n") == (hasTrigger ? ["1|third|2", "3|moved|51"] : ["1|third|0", "3|moved|0"])
        )
        #expect(try fixture.progress()?.rows == 55)
    }

    @Test(arguments: LiveTarget.all)
    func `an update of a row that is missing is noticed although a later one sets the row too`(target: LiveTarget)
        throws
    {
        let fixture = try fixture(target, "hot_missing")
        let update = fixture.relation(Self.columns, old: ["id"])
        try fixture.write { spool in
            for number in 1...3 {
                spool.transaction(UInt64(number * 100)) { spool in
                    spool.row(.update, update, [.text("1"), .text("\(number)"), .text("1")])
                }
            }
        }
        #expect(try #require(fixture.failure()).description.contains("in the transaction at 0/64 found 0 rows"))
    }
}
