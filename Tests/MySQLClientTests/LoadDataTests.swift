import MySQLClient
import Testing

@Suite(.enabled(if: !LiveServer.all.isEmpty))
struct LoadDataTests {
    @Test(arguments: LiveServer.all)
    func `what the server skips or changes is counted`(server: LiveServer) throws {
        let connection = try Self.connect(server, creating: "load_counts", "id INT PRIMARY KEY, v TINYINT NOT NULL")
        let statement = Self.statement("load_counts", ["id", "v"])
        func load(_ rows: [[TestValue]]) throws -> LoadOutcome {
            try connection.loadData(statement, content: Self.buffer(rows, statement))
        }
        let three = try load([[.signed(1), .signed(1)], [.signed(2), .signed(1)], [.signed(3), .signed(1)]])
        #expect(three == LoadOutcome(records: 3, affectedRows: 3, skipped: 0, warningCount: 0))
        #expect(three.isComplete(rowCount: 3) && !three.isComplete(rowCount: 4))
        let duplicate = try load([[.signed(3), .signed(2)], [.signed(4), .signed(1)]])
        #expect(duplicate == LoadOutcome(records: 2, affectedRows: 1, skipped: 1, warningCount: 1))
        #expect(try load([[.signed(5), .signed(1000)]]).warningCount == 1)
        #expect(try load([[.signed(6), .text("7x")]]).warningCount == 1)
        #expect(try load([[.signed(7), .null]]).warningCount == 1)
        #expect(try load([]) == LoadOutcome(records: 0, affectedRows: 0, skipped: 0, warningCount: 0))
        try connection.ping()
    }

    @Test(arguments: LiveServer.all)
    func `megabytes arrive whole`(server: LiveServer) throws {
        let connection = try Self.connect(server, creating: "load_large", "id INT PRIMARY KEY, v LONGTEXT")
        let statement = Self.statement("load_large", ["id", "v"])
        let rows = (0..<40).map { id -> [TestValue] in
            [.signed(Int64(id)), .text(String(repeating: "é\\\t\n", count: 100_000))]
        }
        let outcome = try connection.loadData(statement, content: Self.buffer(rows, statement))
        #expect(outcome.isComplete(rowCount: 40))
        let length = "SELECT COUNT(DISTINCT v), MIN(CHAR_LENGTH(v)), MAX(CHAR_LENGTH(v)) FROM load_large"
        #expect(try connection.query(length) == [["1", "400000", "400000"]])
    }

    @Test(arguments: LiveServer.all)
    func `an error has its class, and the connection goes on`(server: LiveServer) throws {
        let connection = try Self.connect(server, creating: "load_errors", "id INT PRIMARY KEY")
        let missing = Self.statement("load_nowhere", ["id"])
        let error = try #require(throws: MySQLError.self) {
            try connection.loadData(missing, content: Self.buffer([[.signed(1)]], missing))
        }
        #expect(error.errorClass == .schemaMismatch)
        #expect(error.operation == "run LOAD DATA LOCAL INFILE on \(connection.endpoint)")
        let statement = Self.statement("load_errors", ["id"])
        #expect(
            try connection.loadData(statement, content: Self.buffer([[.signed(1)]], statement)).isComplete(rowCount: 1)
        )
    }

    /// What a hostile server would ask for, asked for by the statement itself: the answer must not depend on who asks.
    @Test(arguments: LiveServer.all)
    func `no file is read outside a load, whatever its name`(server: LiveServer) throws {
        let connection = try Self.connect(server, creating: "load_files", "line TEXT")
        for name in ["/etc/hostname", "rows in memory"] {
            let error = try #require(throws: MySQLError.self) {
                try connection.execute("LOAD DATA LOCAL INFILE '\(name)' INTO TABLE load_files")
            }
            #expect(error.message.contains("did not get it"))
            #expect(try connection.text("SELECT COUNT(*) FROM load_files") == "0")
        }
        let statement = Self.statement("load_files", ["line"])
        #expect(
            try connection.loadData(statement, content: Self.buffer([[.text("ours")]], statement)).isComplete(
                rowCount: 1
            )
        )
    }

    @Test(arguments: LiveServer.all)
    func `a server that does not take loads says so before one is sent`(server: LiveServer) throws {
        let connection = try server.connectForAllForms()
        #expect(try connection.serverAllowsLocalInfile())
    }

    private static func connect(_ server: LiveServer, creating table: String, _ definition: String) throws
        -> MySQLConnection
    {
        let connection = try server.connectForAllForms()
        try connection.execute("DROP TABLE IF EXISTS \(table)")
        try connection.execute("CREATE TABLE \(table) (\(definition)) ENGINE=InnoDB")
        return connection
    }

    private static func statement(_ table: String, _ columns: [String]) -> LoadStatement {
        LoadStatement(table: table, columns: columns.map { LoadColumn(name: $0, form: .plain) })
    }

    private static func buffer(_ rows: [[TestValue]], _ statement: LoadStatement) -> LoadDataBuffer {
        var buffer = LoadDataBuffer()
        for row in rows { buffer.append(row: 0..<row.count, of: ParameterList(row), for: statement) }
        return buffer
    }
}
