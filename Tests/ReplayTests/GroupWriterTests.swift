internal import ChangeModel
internal import MySQLClient
internal import TestSupport
internal import Testing

@testable import Replay

/// The fast way against the exact one: after the same changes two tables are the same.
@Suite(.enabled(if: !LiveTarget.all.isEmpty))
struct GroupWriterTests {
    /// Two tables of one definition and a session of replay.
    private final class Tables {
        let fast: String
        let exact: String
        let options: ReplayOptions
        let session: TargetSession

        init(_ target: LiveTarget, _ name: String, _ definition: String, loadsData: Bool = true) throws {
            fast = "writer_\(name)_fast"
            exact = "writer_\(name)_exact"
            var options = ReplayOptions(target: target.options, spoolDirectory: "", database: target.database)
            options.loadsData = loadsData
            self.options = options
            let connection = try target.connect()
            if try loadsData && !connection.serverAllowsLocalInfile() {
                try connection.execute("SET GLOBAL local_infile = 1")
            }
            for table in [fast, exact] {
                try connection.execute("DROP TABLE IF EXISTS \(table)")
                try connection.execute("CREATE TABLE \(table) (\(definition)) ENGINE=InnoDB")
            }
            session = try TargetSession(options)
        }

        /// An index of a relation means one thing to one builder, so each batch has a planner of its own.
        func plan(_ builder: BatchBuilder) throws -> PlannedBatch {
            var planner = try BatchPlanner(session: session, options: options, applied: AppliedRanges())
            return try planner.plan(builder.batch, openCommit: LSN(1))
        }

        func rows(_ table: String, _ list: String = "*", order: String = "1") throws -> [[String?]] {
            try session.connection.query("SELECT \(list) FROM \(table) ORDER BY \(order)")
        }

        /// One transaction of all the rows, by the fast way.
        func write(_ planned: [PlannedBatch], _ writer: inout GroupWriter) throws {
            writer.begin()
            for batch in planned { writer.add(batch, batch.batch.records.indices) }
            writer.append(sql: "START TRANSACTION", expecting: 0)
            do {
                try writer.write()
                writer.append(sql: "COMMIT", expecting: 0)
                try writer.flush()
            } catch {
                try session.connection.execute("ROLLBACK")
                throw error
            }
        }

        func apply(_ planned: [PlannedBatch], _ applier: inout RowApplier) throws {
            try session.connection.execute("START TRANSACTION")
            for batch in planned {
                for record in batch.batch.records.indices {
                    try applier.apply(
                        TransactionRow(planned: batch, record: record, place: record, position: LSN(1))
                    )
                }
            }
            try applier.finish()
            try session.connection.execute("COMMIT")
        }
    }

    struct Form: CustomTestStringConvertible {
        let name: String
        let loadsData: Bool
        let sendsWholeOldImage: Bool
        var codesAreUnique = true
        var testDescription: String { name }

        static let all = [
            Form(name: "loads", loadsData: true, sendsWholeOldImage: true),
            Form(name: "texts", loadsData: false, sendsWholeOldImage: true),
            Form(name: "keys", loadsData: true, sendsWholeOldImage: false),
            // Of several updates of one row only the last is written.
            Form(name: "superseded", loadsData: true, sendsWholeOldImage: false, codesAreUnique: false),
        ]
    }

    @Test(arguments: LiveTarget.all, Form.all)
    func `random changes make the table that row by row they make`(target: LiveTarget, form: Form) throws {
        let definition = RandomChanges.definition(codesAreUnique: form.codesAreUnique)
        let tables = try Tables(target, form.name, definition, loadsData: form.loadsData)
        var writer = GroupWriter(session: tables.session, options: tables.options)
        #expect(writer.loadsData == form.loadsData)
        var applier = RowApplier(session: tables.session, options: tables.options)
        var changes = RandomChanges(seed: 5, sendsWholeOldImage: form.sendsWholeOldImage)
        // The relations stay, so that an index means the same in every batch.
        var builders = [BatchBuilder(), BatchBuilder()]
        for round in 0..<12 {
            var planned: [[PlannedBatch]] = [[], []]
            // A group of several batches.
            for count in [1, 7, 150, round * 20] {
                changes.next(count, for: [tables.fast, tables.exact], &builders)
                for index in builders.indices {
                    planned[index].append(try tables.plan(builders[index]))
                    builders[index].removeRecords()
                }
            }
            try tables.write(planned[0], &writer)
            try tables.apply(planned[1], &applier)
            let fast = try tables.rows(tables.fast, RandomChanges.selectList)
            let exact = try tables.rows(tables.exact, RandomChanges.selectList)
            #expect(fast == exact)
            #expect(fast.count > round)
        }
    }

    @Test(arguments: LiveTarget.all)
    func `a table without a key loses one row for each delete, between its inserts`(target: LiveTarget) throws {
        let tables = try Tables(target, "keyless", "n INT, v VARCHAR(20) CHARACTER SET utf8mb4")
        var writer = GroupWriter(session: tables.session, options: tables.options)
        var applier = RowApplier(session: tables.session, options: tables.options)
        var random = SeededGenerator(seed: 8)
        var builders = [BatchBuilder(), BatchBuilder()]
        var there: [(String, String)] = []
        for round in 0..<5 {
            for _ in 0..<200 {
                let isInsert = there.isEmpty || Int.random(in: 0..<3, using: &random) > 0
                let row =
                    isInsert
                    ? ("\(Int.random(in: 0..<9, using: &random))", Bool.random(using: &random) ? "a" : "A")
                    : there.remove(at: Int.random(in: there.indices, using: &random))
                if isInsert { there.append(row) }
                for (index, table) in [tables.fast, tables.exact].enumerated() {
                    let relation = Relation(
                        table: TableName(schema: "public", table: table),
                        columns: [("n", "integer"), ("v", "text")].map {
                            Column(name: $0.0, typeName: $0.1, isInNewImage: isInsert, isInOldImage: !isInsert)
                        }
                    )
                    builders[index].row(isInsert ? .insert : .delete, relation, [.text(row.0), .text(row.1)])
                }
            }
            let planned = try builders.map { try tables.plan($0) }
            for index in builders.indices { builders[index].removeRecords() }
            try tables.write([planned[0]], &writer)
            try tables.apply([planned[1]], &applier)
            let list = "n, HEX(v)"
            #expect(try tables.rows(tables.fast, list, order: "1, 2") == tables.rows(tables.exact, list, order: "1, 2"))
            #expect(try tables.rows(tables.fast).count == there.count, "round \(round)")
        }
    }

    /// So many updates that they would go as a DELETE and an INSERT.
    @Test(arguments: LiveTarget.all)
    func `updates of rows whose keys look alike are written, also two of one row`(target: LiveTarget) throws {
        let tables = try Tables(target, "alike", "k VARBINARY(9) PRIMARY KEY, n INT")
        var writer = GroupWriter(session: tables.session, options: tables.options)
        let columns = [(name: "k", type: "bytea"), (name: "n", type: "integer")]
        let relation = { (isInsert: Bool) in
            Relation(
                table: TableName(schema: "public", table: tables.fast),
                columns: columns.map {
                    Column(
                        name: $0.name,
                        typeName: $0.type,
                        isInNewImage: true,
                        isInOldImage: !isInsert && $0.name == "k"
                    )
                }
            )
        }
        let keys = (0..<10).map { "\\x61" + String(repeating: "00", count: $0 % 5) + ($0 < 5 ? "" : "62") }
        var builder = BatchBuilder()
        for key in keys { builder.row(.insert, relation(true), [.text(key), .text("0")]) }
        try tables.write([tables.plan(builder)], &writer)
        builder = BatchBuilder()
        for (number, key) in (keys + [keys[1], keys[7], keys[1]]).enumerated() {
            builder.row(.update, relation(false), [.text(key), .text("\(number + 1)"), .text(key)])
        }
        try tables.write([tables.plan(builder)], &writer)
        let wanted = keys.indices.map { [1: 13, 7: 12][$0] ?? $0 + 1 }
        #expect(try tables.rows(tables.fast, "n", order: "n").map { $0[0] } == wanted.sorted().map { "\($0)" })
    }

    /// So many inserts that a load is tried.
    private func inserts(_ table: String, _ columns: [(String, String)], _ values: (Int) -> [BatchBuilder.Value])
        -> BatchBuilder
    {
        var builder = BatchBuilder()
        let relation = Relation(
            table: TableName(schema: "public", table: table),
            columns: columns.map { Column(name: $0.0, typeName: $0.1, isInNewImage: true, isInOldImage: false) }
        )
        for number in 0..<40 { builder.row(.insert, relation, values(number)) }
        return builder
    }

    private func expectRefused(_ tables: Tables, _ builder: BatchBuilder) throws {
        for loadsData in [true, false] {
            var writer = GroupWriter(session: tables.session, options: tables.options)
            writer.loadsData = loadsData
            let planned = try tables.plan(builder)
            #expect(throws: ApplyFailure.self) { try tables.write([planned], &writer) }
            #expect(try tables.rows(tables.fast).isEmpty)
        }
    }

    @Test(arguments: LiveTarget.all)
    func `a duplicate among many rows is refused, and nothing of them is kept`(target: LiveTarget) throws {
        let tables = try Tables(target, "duplicate", "id INT PRIMARY KEY")
        let builder = inserts(tables.fast, [("id", "integer")]) { [.text("\($0 == 33 ? 7 : $0)")] }
        try expectRefused(tables, builder)
    }

    @Test(arguments: LiveTarget.all)
    func `a column that the source does not send and the target must have is not filled with zeros`(target: LiveTarget)
        throws
    {
        let tables = try Tables(target, "leftout", "id INT PRIMARY KEY, x INT NOT NULL, s VARCHAR(9) NOT NULL")
        let planned = try tables.plan(inserts(tables.fast, [("id", "integer")]) { [.text("\($0)")] })
        guard case .columnUnfilled(_, "x", _, _, _)? = planned.fault?.error else {
            Issue.record("\(String(describing: planned.fault))")
            return
        }
    }

    @Test(arguments: LiveTarget.all)
    func `NULL in a column that has none is refused, a TIMESTAMP's too`(target: LiveTarget) throws {
        for (index, column) in ["TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP", "DATETIME NOT NULL"].enumerated() {
            let tables = try Tables(target, "null\(index)", "id INT PRIMARY KEY, t \(column)")
            let columns = [("id", "integer"), ("t", "timestamp without time zone")]
            try expectRefused(tables, inserts(tables.fast, columns) { [.text("\($0)"), .null] })
        }
    }

    @Test(arguments: LiveTarget.all)
    func `an update or a delete that finds no row is refused`(target: LiveTarget) throws {
        let tables = try Tables(target, "missing", "id INT PRIMARY KEY, n INT")
        for operation in [RowOperation.update, .delete] {
            var builder = BatchBuilder()
            let relation = Relation(
                table: TableName(schema: "public", table: tables.fast),
                columns: [
                    Column(name: "id", typeName: "integer", isInNewImage: operation == .update, isInOldImage: true),
                    Column(name: "n", typeName: "integer", isInNewImage: operation == .update, isInOldImage: false),
                ].filter { $0.isInNewImage || $0.isInOldImage }
            )
            builder.row(
                operation,
                relation,
                operation == .update ? [.text("1"), .text("2"), .text("1")] : [.text("1")]
            )
            try expectRefused(tables, builder)
        }
    }

    @Test(arguments: LiveTarget.all)
    func `statements of ours are counted like the others`(target: LiveTarget) throws {
        let tables = try Tables(target, "ours", "id INT PRIMARY KEY")
        var writer = GroupWriter(session: tables.session, options: tables.options)
        writer.begin()
        writer.append(sql: "INSERT INTO \(tables.fast) VALUES (1), (2)", expecting: 2)
        try writer.flush()
        writer.append(sql: "DELETE FROM \(tables.fast)", expecting: 1)
        #expect(throws: ApplyFailure.self) { try writer.flush() }
        // What failed is not sent again.
        try writer.flush()
        #expect(try tables.rows(tables.fast).isEmpty)
    }
}
