internal import ChangeModel
internal import MySQLClient
internal import Spool
internal import Telemetry
internal import TestSupport
internal import Testing

@testable import Replay

/// Whole replays whose tables have other names, other columns or no place in the target.
@Suite(.enabled(if: !LiveTarget.all.isEmpty))
struct MappingReplayTests {
    private static func relation(
        _ table: TableName,
        _ columns: [String],
        new: Bool = true,
        old: [String] = [],
        type: String = "integer"
    ) -> Relation {
        Relation(
            table: table,
            columns: columns.map {
                Column(name: $0, typeName: type, isInNewImage: new, isInOldImage: old.contains($0))
            }
        )
    }

    @Test(arguments: LiveTarget.all)
    func `names with dots, blanks, quotes and accents arrive under the names they are given`(target: LiveTarget) throws
    {
        let fixture = try ReplayFixture(target, table: "replay_map_names", "id INT PRIMARY KEY")
        let name = "`replay.Wéird`.`Tab ``lé`"
        try fixture.connection.execute("CREATE DATABASE IF NOT EXISTS `replay.Wéird` CHARACTER SET utf8mb4")
        defer { _ = try? fixture.connection.execute("DROP DATABASE `replay.Wéird`") }
        try fixture.connection.execute("CREATE TABLE \(name) (`K``ey` INT PRIMARY KEY, `Wért` INT, v INT UNIQUE)")
        let table = TableName(schema: "Weird.Schema", table: "Tab \"le")
        let columns = ["Ключ", "v\"alue", "v"]
        let insert = Self.relation(table, columns)
        let update = Self.relation(table, columns, old: ["Ключ"])
        let delete = Self.relation(table, ["Ключ"], new: false, old: ["Ключ"])
        try fixture.write { spool in
            for id in 1...40 {
                spool.transaction(UInt64(10 + id)) { spool in
                    spool.row(.insert, insert, [.text("\(id)"), .text("7"), .text("\(id)")])
                }
            }
            spool.transaction(100) { $0.row(.update, update, [.text("1"), .text("8"), .text("99"), .text("1")]) }
            spool.transaction(200) { $0.row(.update, update, [.text("50"), .absent, .absent, .text("2")]) }
            for id in 3...40 { spool.transaction(UInt64(300 + id)) { $0.row(.delete, delete, [.text("\(id)")]) } }
        }
        try fixture.replay {
            $0.workerCount = 3
            $0.mapping.schemas["Weird.Schema"] = "replay.Wéird"
            $0.mapping.tables[table] = TableMapping.Place(table: "Tab `lé")
            $0.mapping.columns[table] = ["Ключ": "K`ey", "v\"alue": "Wért"]
        }
        let rows = try fixture.connection.query("SELECT `K``ey`, `Wért`, v FROM \(name) ORDER BY 1")
        #expect(rows == [["1", "8", "99"], ["50", "7", "2"]])
        #expect(try fixture.progress()?.rows == 80)
    }

    @Test(arguments: LiveTarget.all)
    func `keys are known by the target's names, so that mapped tables are applied side by side`(target: LiveTarget)
        throws
    {
        let fixture = try ReplayFixture(
            target,
            table: "replay_map_keys",
            "customer_id INT PRIMARY KEY, mail INT UNIQUE"
        )
        let table = TableName(schema: "crm", table: "people")
        var options = ReplayOptions(target: target.options, spoolDirectory: "", database: target.database)
        options.mapping.tables[table] = TableMapping.Place(table: fixture.table)
        options.mapping.columns[table] = ["custid": "customer_id"]
        var planner = try TablePlanner(session: try TargetSession(options), options: options)
        let plan = try planner.plan(Self.relation(table, ["mail", "custid"], old: ["custid"]), at: LSN(1))
        #expect(plan.keys.row?.new?.map(\.place) == [1])
        #expect(plan.keys.row?.old?.map(\.place) == [2])
        #expect(plan.keys.otherUniqueKeys.map { $0.new?.map(\.place) } == [[0]])
        #expect(plan.findsByKey)
        #expect(plan.coversTarget)
        #expect(plan.keyColumns == ["customer_id"])
    }

    @Test(arguments: LiveTarget.all)
    func `columns stand in any order, extra ones fill themselves, and generated ones are left out`(
        target: LiveTarget
    ) throws {
        let definition = """
            extra INT NOT NULL DEFAULT 5, twice INT AS (v * 2) STORED, v INT, note VARCHAR(9), id INT NOT NULL UNIQUE,
            seq INT NOT NULL AUTO_INCREMENT PRIMARY KEY
            """
        let fixture = try ReplayFixture(target, table: "replay_map_extra", definition)
        let columns = ["ID", "v", "twice"]
        let insert = fixture.relation(columns.map { (name: $0, type: "integer") })
        let update = fixture.relation(columns.map { (name: $0, type: "integer") }, old: ["ID"])
        try fixture.write { spool in
            spool.transaction(100) { spool in
                spool.row(.insert, insert, [.text("1"), .text("10"), .text("20")])
                spool.row(.insert, insert, [.text("0"), .text("30"), .text("60")])
            }
            spool.transaction(200) { $0.row(.update, update, [.text("1"), .text("11"), .text("22"), .text("1")]) }
        }
        try fixture.replay()
        #expect(try fixture.rows("id, v, twice, extra, note, seq") == ["0|30|60|5|NULL|2", "1|11|22|5|NULL|1"])
    }

    @Test(arguments: LiveTarget.all)
    func `an extra column that cannot fill itself is refused by name before the first row`(target: LiveTarget) throws {
        let fixture = try ReplayFixture(target, table: "replay_map_unfilled", "id INT PRIMARY KEY, owner INT NOT NULL")
        let insert = fixture.relation([(name: "id", type: "integer")])
        try fixture.write { $0.transaction(100) { $0.row(.insert, insert, [.text("1")]) } }
        let columnType = target.name == "MYSQL" ? "int" : "int(11)"
        #expect(
            try #require(fixture.failure()).description
                == "an INSERT into public.replay_map_unfilled in the transaction at 0/64 says nothing of the column owner of"
                + " \(target.database).replay_map_unfilled, which is NOT NULL without a default: run"
                + " ALTER TABLE `\(target.database)`.`replay_map_unfilled` MODIFY COLUMN `owner` \(columnType) NULL on it or give it"
                + " a default, then start again"
        )
        try fixture.connection.execute("ALTER TABLE \(fixture.table) ALTER COLUMN owner SET DEFAULT 3")
        try fixture.replay()
        #expect(try fixture.rows("id, owner") == ["1|3"])
    }

    @Test(arguments: LiveTarget.all)
    func `a column that lacks its place, and two that have one, are refused by name`(target: LiveTarget) throws {
        let fixture = try ReplayFixture(target, table: "replay_map_columns", "id INT PRIMARY KEY, v INT")
        let table = TableName(schema: "public", table: fixture.table)
        let insert = Self.relation(table, ["id", "v"])
        try fixture.write { $0.transaction(100) { $0.row(.insert, insert, [.text("1"), .text("2")]) } }
        let missing = try #require(fixture.failure { $0.mapping.columns[table] = ["v": "w"] })
        #expect(missing.description.contains("changes the column v of public.\(fixture.table)"))
        #expect(missing.description.contains("ADD COLUMN `w` INT NULL"))
        let collision = try #require(fixture.failure { $0.mapping.columns[table] = ["v": "ID"] })
        #expect(collision.description.contains("the columns id and v of public.\(fixture.table)"))
        #expect(try fixture.rows("id").isEmpty)
    }

    @Test(arguments: LiveTarget.all)
    func `no table's changes go where replay keeps tables of its own`(target: LiveTarget) throws {
        let fixture = try ReplayFixture(target, table: "replay_map_reserved", "id INT PRIMARY KEY")
        let table = TableName(schema: "public", table: fixture.table)
        let insert = Self.relation(table, ["id"])
        try fixture.write { $0.transaction(100) { $0.row(.insert, insert, [.text("1")]) } }
        for (option, content) in [(\ReplayOptions.progressTable, "its progress"), (\.policyUsesTable, "its counts")] {
            let failure = try #require(
                fixture.failure {
                    $0.valuePolicies.standard = .null
                    $0.mapping.tables[table] = TableMapping.Place(table: $0[keyPath: option])
                }
            )
            #expect(failure.description.contains("changes public.\(fixture.table)"))
            #expect(failure.description.contains("where replay keeps \(content)"))
        }
    }

    @Test(arguments: LiveTarget.all)
    func `a table that is left out needs no place, and its changes move the position only`(target: LiveTarget) throws {
        let fixture = try ReplayFixture(target, table: "replay_map_omits", "id INT PRIMARY KEY")
        let audit = TableName(schema: "public", table: "replay_audit_2026")
        let omitted = Self.relation(audit, ["id"])
        let insert = fixture.relation([(name: "id", type: "integer")])
        let truncation = Truncation(tables: [audit], restartsSequences: false, cascades: false)
        try fixture.write { spool in
            spool.transaction(100) { spool in
                spool.row(.insert, omitted, [.text("1")])
                spool.row(.insert, insert, [.text("1")])
                spool.row(.insert, omitted, [.text("2")])
            }
            spool.transaction(200) { $0.row(.insert, omitted, [.text("3")]) }
            spool.transaction(300) { $0.truncate(truncation) }
            spool.transaction(400) { spool in
                for id in 1...20_000 { spool.row(.insert, omitted, [.text("\(id)")]) }
            }
        }
        let position = try fixture.replay {
            $0.mapping.excludes = [TablePattern(schema: .exactly("public"), table: .glob("*_audit_????"))]
        }
        #expect(position == LSN(400))
        #expect(try fixture.rows("id") == ["1"])
        let progress = try #require(try fixture.progress())
        #expect(progress.position == LSN(400))
        #expect(progress.rows == 1)
    }

    @Test(arguments: LiveTarget.all)
    func `two tables go to one only where that is said, and then neither is emptied`(target: LiveTarget) throws {
        let fixture = try ReplayFixture(target, table: "replay_map_merge", "id INT PRIMARY KEY")
        let table = fixture.table
        let second = TableName(schema: "crm", table: table)
        let truncation = Truncation(tables: [second], restartsSequences: false, cascades: false)
        try fixture.write { spool in
            spool.transaction(100) { $0.row(.insert, fixture.relation([(name: "id", type: "integer")]), [.text("1")]) }
            spool.transaction(200) { $0.row(.insert, Self.relation(second, ["id"]), [.text("2")]) }
            spool.transaction(300) { $0.truncate(truncation) }
        }
        #expect(
            try #require(fixture.failure()).description
                == "the transaction at 0/C8 changes crm.\(table), whose changes would go to \(target.database).\(table), which takes those"
                + " of public.\(table) already: send one of them elsewhere with mapping.tables or mapping.schemas, or say"
                + " mapping.merge: true, then start again"
        )
        #expect(try fixture.rows("id") == ["1"])
        let refusal = try #require(fixture.failure { $0.mapping.mergesTables = true })
        #expect(
            refusal.description.contains("the transaction at 0/12C empties crm.\(table), but with mapping.merge: true")
        )
        #expect(try fixture.rows("id") == ["1", "2"])
    }

    @Test(arguments: LiveTarget.all)
    func `a truncation empties the table under its name in the target`(target: LiveTarget) throws {
        let fixture = try ReplayFixture(target, table: "replay_map_truncate", "id INT PRIMARY KEY")
        let table = TableName(schema: "crm", table: "People")
        let truncation = Truncation(tables: [table], restartsSequences: false, cascades: false)
        try fixture.connection.execute("INSERT INTO \(fixture.table) VALUES (1), (2)")
        try fixture.write { $0.transaction(100) { $0.truncate(truncation) } }
        try fixture.replay { $0.mapping.tables[table] = TableMapping.Place(table: fixture.table) }
        #expect(try fixture.rows("id").isEmpty)
    }

    @Test(arguments: LiveTarget.all)
    func `the check tells everything that has no place, by the names of both sides`(target: LiveTarget) throws {
        let fixture = try ReplayFixture(
            target,
            table: "replay_map_check",
            "id INT PRIMARY KEY, owner INT NOT NULL, twice VARBINARY(9) AS (id), extra INT NOT NULL DEFAULT 1"
        )
        let table = TableName(schema: "crm", table: "people")
        var options = ReplayOptions(target: target.options, spoolDirectory: "", database: target.database)
        options.mapping.tables[table] = TableMapping.Place(table: fixture.table)
        options.mapping.columns[table] = ["custid": "customer_id"]
        options.mapping.excludes = [TablePattern(schema: .glob("*"), table: .glob("audit"))]
        let tables = [
            Self.relation(table, ["ID", "custid", "twice"], old: ["ID"]),
            Self.relation(TableName(schema: "public", table: "audit"), ["id"]),
            Self.relation(TableName(schema: "public", table: "REPLAY_MAP_CHECK"), ["id"]),
        ]
        let findings = TargetPreflight(options: options, tables: tables).findings.filter {
            $0.subject.contains("check") || $0.subject.contains("CHECK") || $0.subject.contains("tables")
                || $0.subject.contains("mapping")
        }
        let name = "\(target.database).\(fixture.table)"
        #expect(
            findings.map { "\($0.severity) \($0.subject): \($0.sentence)" } == [
                "ok target: mapping: 1 of 3 tables are left out by mapping.include and mapping.exclude",
                "problem target: \(name): it lacks the column customer_id, which mapping.columns gives to custid of the source's crm.people",
                "problem target: \(name): its column owner is NOT NULL without a default, and the source has no such column",
                "problem target: public.REPLAY_MAP_CHECK: there is no table \(target.database).REPLAY_MAP_CHECK to take its changes;"
                    + " there is \(name), whose name differs in case: mapping.tables can name it",
                "ok target: tables: 0 of 2 tables are ready",
            ]
        )
        options.mapping.lowersNames = true
        let lowered = TargetPreflight(options: options, tables: tables).findings.map(\.sentence)
        #expect(lowered.contains("the changes of crm.people and of public.REPLAY_MAP_CHECK would both go there"))
    }
}
