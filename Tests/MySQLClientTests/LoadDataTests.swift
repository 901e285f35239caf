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
        let length = "SELECT COUNT(DISTINCT SHA2(v, 256)), MIN(CHAR_LENGTH(v)), MAX(CHAR_LENGTH(v)) FROM load_large"
        #expect(try connection.query(length) == [["1", "400000", "400000"]])
    }

    @Test(arguments: LiveServer.all)
    func `an error has its class, and the connection goes on`(server: LiveServer) throws {
        let connection = try Self.connect(server, creating: "load_errors", "id INT PRIMARY KEY")
        for code in [3948, 4166] as [UInt32] {
            let off = MySQLError(code: code, sqlState: "HY000", operation: "load", serverMessage: "local_infile is off")
            #expect(off.saysLoadIsDisabled)
        }
        let missing = Self.statement("load_nowhere", ["id"])
        let error = try #require(throws: MySQLError.self) {
            try connection.loadData(missing, content: Self.buffer([[.signed(1)]], missing))
        }
        #expect(error.errorClass == .schemaMismatch && !error.saysLoadIsDisabled)
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
    func `an error among the rows undoes the load`(server: LiveServer) throws {
        let connection = try Self.connect(server, creating: "load_undone", "id INT PRIMARY KEY")
        try connection.execute(
            """
            CREATE TRIGGER load_undone_trigger BEFORE INSERT ON load_undone FOR EACH ROW \
            IF NEW.id = 3 THEN SIGNAL SQLSTATE '45000'; END IF
            """
        )
        let statement = Self.statement("load_undone", ["id"])
        try connection.execute("BEGIN")
        try connection.execute("INSERT INTO load_undone VALUES (0)")
        let error = try #require(throws: MySQLError.self) {
            try connection.loadData(statement, content: Self.buffer((1...4).map { [.signed($0)] }, statement))
        }
        #expect(error.errorClass == .dataRefused)
        #expect(try connection.query("SELECT id FROM load_undone") == [["0"]])
        try connection.execute("ROLLBACK")
    }

    /// What the comment of `LoadStatement` warns of, so that it does not go out of date unnoticed.
    @Test(arguments: LiveServer.all)
    func `these differ from INSERT without a warning`(server: LiveServer) throws {
        let connection = try Self.connect(
            server,
            creating: "load_silent",
            "id INT, n INT NOT NULL, t TIMESTAMP NOT NULL DEFAULT '2000-01-01', y YEAR, b BIT(8)"
        )
        func load(_ columns: [String], _ row: [TestValue]) throws -> LoadOutcome {
            let statement = Self.statement("load_silent", columns)
            return try connection.loadData(statement, content: Self.buffer([row], statement))
        }
        #expect(try load(["id"], [.signed(1)]).warningCount == (server.isMariaDB ? 1 : 0))
        #expect(try load(["n", "t"], [.signed(2), .null]).isComplete(rowCount: 1))
        #expect(try load(["n", "y"], [.signed(3), .signed(0)]).isComplete(rowCount: 1))
        #expect(try load(["n", "b"], [.signed(4), .signed(5)]).isComplete(rowCount: 1))
        #expect(
            try connection.query("SELECT n, YEAR(t) > 2000, y, b + 0 FROM load_silent ORDER BY n") == [
                ["0", "0", nil, nil], ["2", "1", nil, nil], ["3", "0", "2000", nil], ["4", "0", nil, "53"],
            ]
        )
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
