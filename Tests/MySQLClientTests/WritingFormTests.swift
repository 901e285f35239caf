import MySQLClient
import Testing

/// The promise of every form in which rows are written: what is stored is what the bound parameter would have stored.
@Suite(.enabled(if: !LiveServer.all.isEmpty))
struct WritingFormTests {
    private static let rowCount = 2_100
    private static let rowsPerStatement = 300

    @Test(arguments: LiveServer.all, ColumnCase.all)
    func `text, load and bulk store what the bound parameter stores`(server: LiveServer, column: ColumnCase) throws {
        let connection = try server.connectForAllForms()
        let tables = ["bound", "batch", "loaded", "bulk"].map { "form_\(column.name)_\($0)" }
        for table in tables {
            try connection.execute("DROP TABLE IF EXISTS \(table)")
            try connection.execute("CREATE TABLE \(table) (id INT PRIMARY KEY, v \(column.type)) ENGINE=InnoDB")
        }
        let rows = Self.rows(of: column)
        try Self.insertBound(rows, into: tables[0], connection)
        try Self.insertAsText(rows, into: tables[1], connection)
        try Self.load(rows, into: tables[2], column, connection)
        let runsInBulk = try Self.insertInBulk(rows, into: tables[3], connection)
        #expect(runsInBulk == server.isMariaDB)
        for table in tables.dropFirst().prefix(runsInBulk ? 3 : 2) {
            let differing = try connection.query(
                """
                SELECT a.id, a.v, b.v FROM (SELECT id, \(column.exact) v FROM \(tables[0])) a \
                LEFT JOIN (SELECT id, \(column.exact) v FROM \(table)) b ON a.id = b.id \
                WHERE b.id IS NULL OR NOT CAST(a.v AS BINARY) <=> CAST(b.v AS BINARY) LIMIT 3
                """
            )
            #expect(differing.isEmpty, "\(table)")
        }
        let distinct =
            Int(try connection.text("SELECT COUNT(DISTINCT SHA2(\(column.exact), 256)) FROM \(tables[0])") ?? "") ?? 0
        #expect(distinct > 2)
    }

    /// The literal also finds its row again, and no other.
    @Test(
        arguments: LiveServer.all,
        ColumnCase.all.filter { !["json", "char", "latin1", "gbk", "long_text"].contains($0.name) }
    )
    func `a literal finds what the bound parameter finds`(server: LiveServer, column: ColumnCase) throws {
        let connection = try server.connectForAllForms()
        let table = "found_\(column.name)"
        try connection.execute("DROP TABLE IF EXISTS \(table)")
        try connection.execute("CREATE TABLE \(table) (id INT PRIMARY KEY, v \(column.type), n INT) ENGINE=InnoDB")
        let rows = Array(Self.rows(of: column).prefix(300))
        let statement = try connection.prepare("INSERT INTO \(table) (id, v) VALUES (?, ?)")
        for row in rows { try statement.execute(ParameterList(row)) }
        let update = try connection.prepare("UPDATE \(table) SET n = 1 WHERE v <=> ?")
        var batch = StatementBatch()
        var expected: [UInt64] = []
        for row in rows {
            expected.append(try update.execute(ParameterList([row[1]])).affectedRows)
            let parameters = ParameterList(row)
            batch.beginStatement()
            batch.append(sql: "UPDATE \(table) SET n = ")
            batch.append(value: 0, of: parameters)
            batch.append(sql: " WHERE v <=> ")
            batch.append(value: 1, of: parameters)
            batch.endStatement()
        }
        var outcomes: [StatementOutcome] = []
        try connection.executeBatch(batch, into: &outcomes)
        #expect(outcomes.map(\.affectedRows) == expected)
        #expect(expected.allSatisfy { $0 > 0 })
    }
}

extension WritingFormTests {
    private static func rows(of column: ColumnCase) -> [[TestValue]] {
        var generator = SeededGenerator(seed: 20_260_131)
        return (0..<rowCount).map { id in
            [.signed(Int64(id)), id % 50 == 7 ? .null : column.value(&generator)]
        }
    }

    private static func insertBound(_ rows: [[TestValue]], into table: String, _ connection: MySQLConnection) throws {
        let places = Array(repeating: "(?, ?)", count: rowsPerStatement).joined(separator: ", ")
        let statement = try connection.prepare("INSERT INTO \(table) VALUES \(places)")
        for start in stride(from: 0, to: rows.count, by: rowsPerStatement) {
            let outcome = try statement.execute(ParameterList(rows[start..<(start + rowsPerStatement)].flatMap { $0 }))
            #expect(outcome == StatementOutcome(affectedRows: UInt64(rowsPerStatement), warningCount: 0))
        }
    }

    private static func insertAsText(_ rows: [[TestValue]], into table: String, _ connection: MySQLConnection) throws {
        var batch = StatementBatch()
        for start in stride(from: 0, to: rows.count, by: rowsPerStatement) {
            batch.beginStatement()
            batch.append(sql: "INSERT INTO \(table) VALUES ")
            for id in start..<(start + rowsPerStatement) {
                if id > start { batch.append(sql: ",") }
                batch.append(row: 0..<2, of: ParameterList(rows[id]))
            }
            batch.endStatement()
        }
        var outcomes: [StatementOutcome] = []
        try connection.executeBatch(batch, into: &outcomes)
        let each = StatementOutcome(affectedRows: UInt64(rowsPerStatement), warningCount: 0)
        #expect(outcomes == Array(repeating: each, count: rows.count / rowsPerStatement))
    }

    /// False where it cannot be done.
    private static func insertInBulk(
        _ rows: [[TestValue]],
        into table: String,
        _ connection: MySQLConnection
    ) throws -> Bool {
        let statement = try connection.prepare("INSERT INTO \(table) VALUES (?, ?)")
        guard statement.runsInBulk else { return false }
        for start in stride(from: 0, to: rows.count, by: rowsPerStatement) {
            let outcome = try statement.executeInBulk(
                ParameterList(rows[start..<(start + rowsPerStatement)].flatMap { $0 })
            )
            #expect(outcome == StatementOutcome(affectedRows: UInt64(rowsPerStatement), warningCount: 0))
        }
        return true
    }

    private static func load(
        _ rows: [[TestValue]],
        into table: String,
        _ column: ColumnCase,
        _ connection: MySQLConnection
    ) throws {
        let statement = LoadStatement(
            table: table,
            columns: [LoadColumn(name: "id", form: .plain), LoadColumn(name: "v", form: column.form)]
        )
        var buffer = LoadDataBuffer()
        for row in rows { buffer.append(row: 0..<2, of: ParameterList(row), for: statement) }
        let outcome = try connection.loadData(statement, content: buffer)
        let warnings = try connection.warnings().prefix(3)
        #expect(outcome.isComplete(rowCount: rows.count), "\(outcome) \(warnings)")
    }
}
