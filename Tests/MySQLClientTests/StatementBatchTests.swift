import MySQLClient
import Testing

@Suite(.enabled(if: !LiveServer.all.isEmpty))
struct StatementBatchTests {
    @Test(arguments: LiveServer.all)
    func `each statement's outcome comes back in order`(server: LiveServer) throws {
        let connection = try Self.connect(server, creating: "batch_outcomes")
        let batch = Self.batch([
            "INSERT INTO batch_outcomes VALUES (1, 1), (2, 1), (3, 1)", "UPDATE batch_outcomes SET v = 1 WHERE id < 3",
            "SELECT * FROM batch_outcomes", "DELETE FROM batch_outcomes WHERE id = 9", "SET @a = 'a' + 0",
        ])
        var outcomes: [StatementOutcome] = []
        for _ in 0..<2 {
            try connection.executeBatch(batch, into: &outcomes)
            #expect(outcomes.map(\.affectedRows).prefix(2) == [3, 2])
            #expect(outcomes.map(\.affectedRows).suffix(2) == [0, 0])
            #expect(outcomes.map(\.warningCount) == [0, 0, 0, 0, 1])
            try connection.execute("DELETE FROM batch_outcomes")
        }
    }

    @Test(arguments: LiveServer.all)
    func `a refused statement is named by its index and without its values, and the connection goes on`(
        server: LiveServer
    ) throws {
        let connection = try Self.connect(server, creating: "batch_refused")
        var outcomes: [StatementOutcome] = []
        let refused: [(sql: String, class: ErrorClass)] = [
            ("INSERT INTO batch_refused VALUES (1, 4711)", .duplicateKey),
            ("INSERT INTO nowhere VALUES (4711)", .schemaMismatch),
            ("UPDATE batch_refused SET v = '4711x'", .dataRefused), ("UPDAT batch_refused SET v = 4711", .other),
        ]
        for index in [0, 1, 2] {
            for (sql, errorClass) in refused {
                try connection.execute("DELETE FROM batch_refused")
                try connection.execute("INSERT INTO batch_refused VALUES (1, 1)")
                var statements = ["UPDATE batch_refused SET v = v", "UPDATE batch_refused SET v = 2"]
                statements.insert(sql, at: index)
                let error = try #require(throws: BatchError.self) {
                    try connection.executeBatch(Self.batch(statements), into: &outcomes)
                }
                #expect(error.index == index && outcomes.count == index)
                #expect(error.errorClass == errorClass)
                #expect(!error.description.contains("4711"))
                #expect(error.description.contains(" on \(connection.endpoint)"))
                #expect(try connection.text("SELECT v FROM batch_refused") == (index == 2 ? "2" : "1"))
            }
        }
    }

    @Test(arguments: LiveServer.all)
    func `a killed session is a lost connection`(server: LiveServer) throws {
        let connection = try Self.connect(server, creating: "batch_killed")
        try server.connect().execute("KILL \(connection.threadIdentifier)")
        var outcomes: [StatementOutcome] = []
        let error = try #require(throws: BatchError.self) {
            try connection.executeBatch(Self.batch(["DO 1", "DO 2"]), into: &outcomes)
        }
        #expect(error.errorClass == .connectionLost)
    }

    @Test(arguments: LiveServer.all)
    func `one statement needs no permission, and none is no call at all`(server: LiveServer) throws {
        let connection = try server.connect()
        var outcomes: [StatementOutcome] = [StatementOutcome(affectedRows: 7, warningCount: 7)]
        try connection.executeBatch(StatementBatch(), into: &outcomes)
        #expect(outcomes.isEmpty)
        try connection.executeBatch(Self.batch(["DO 1"]), into: &outcomes)
        #expect(outcomes.count == 1)
        #expect(throws: MySQLError.self) { try connection.execute("DO 1; DO 2") }
    }

    @Test func `a statement that is taken back leaves the others`() {
        var batch = Self.batch(["DO 1", "DO 2"])
        let byteCount = batch.byteCount
        batch.beginStatement()
        batch.append(sql: "DO 3")
        batch.removeLastStatement()
        #expect(batch.count == 2 && batch.byteCount == byteCount)
        batch.removeLastStatement()
        batch.removeLastStatement()
        #expect(batch.count == 0 && batch.byteCount == 1)
    }

    private static func connect(_ server: LiveServer, creating table: String) throws -> MySQLConnection {
        let connection = try server.connectForAllForms()
        try connection.execute("DROP TABLE IF EXISTS \(table)")
        try connection.execute("CREATE TABLE \(table) (id INT PRIMARY KEY, v INT) ENGINE=InnoDB")
        return connection
    }

    private static func batch(_ statements: [String]) -> StatementBatch {
        var batch = StatementBatch()
        for statement in statements {
            batch.beginStatement()
            batch.append(sql: statement)
            batch.endStatement()
        }
        return batch
    }
}
