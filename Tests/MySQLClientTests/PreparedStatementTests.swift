import MySQLClient
import Testing

@Suite(.enabled(if: !LiveServer.all.isEmpty))
struct PreparedStatementTests {
    @Test(arguments: LiveServer.all)
    func `five thousand rows go in with one statement, again and again`(server: LiveServer) throws {
        let connection = try server.connect(creating: "many_rows", "id BIGINT PRIMARY KEY, name TEXT, note BLOB")
        let rowCount = 5_000
        let rows = Array(repeating: "(?, ?, ?)", count: rowCount).joined(separator: ", ")
        let statement = try connection.prepare("INSERT INTO many_rows VALUES \(rows)")
        #expect(statement.parameterCount == 3 * rowCount)
        var parameters = ParameterList()
        for run in 0..<2 {
            parameters.removeAll()
            for row in 0..<rowCount {
                parameters.append(signed: Int64(run * rowCount + row))
                parameters.append(text: "name \(row)")
                if row % 2 == 0 { parameters.appendNull() } else { parameters.append(bytes: [0, 255, 0].span) }
            }
            #expect(try statement.execute(parameters) == StatementOutcome(affectedRows: 5_000, warningCount: 0))
        }
        let counts = try connection.query("SELECT COUNT(*), COUNT(note), MAX(name) FROM many_rows")
        #expect(counts == [["10000", "5000", "name 999"]])
    }

    @Test(arguments: LiveServer.all)
    func `statements of one session may take turns`(server: LiveServer) throws {
        let connection = try server.connect(creating: "turns", "id INT PRIMARY KEY, v VARCHAR(20)")
        let insert = try connection.prepare("INSERT INTO turns VALUES (?, ?)")
        let update = try connection.prepare("UPDATE turns SET v = ? WHERE id = ?")
        for id in 1...20 {
            try insert.execute(ParameterList([.signed(Int64(id)), .text("new")]))
            #expect(try update.execute(ParameterList([.text("old"), .signed(Int64(id))])).affectedRows == 1)
        }
        #expect(try connection.text("SELECT COUNT(*) FROM turns WHERE v = 'old'") == "20")
    }

    @Test(arguments: LiveServer.all)
    func `rows that a statement returns are dropped`(server: LiveServer) throws {
        let connection = try server.connect()
        let statement = try connection.prepare("SELECT ? UNION ALL SELECT 2")
        for _ in 0..<3 { try statement.execute(ParameterList([.signed(1)])) }
        #expect(try connection.text("SELECT 5") == "5")
    }

    @Test(arguments: LiveServer.all)
    func `a statement goes on after an error`(server: LiveServer) throws {
        let connection = try server.connect(creating: "after_error", "id INT PRIMARY KEY")
        let insert = try connection.prepare("INSERT INTO after_error VALUES (?)")
        try insert.execute(ParameterList([.signed(1)]))
        let error = try #require(throws: MySQLError.self) { try insert.execute(ParameterList([.signed(1)])) }
        #expect(error.errorClass == .duplicateKey)
        #expect(error.operation.hasPrefix("run INSERT INTO after_error on "))
        #expect(try insert.execute(ParameterList([.signed(2)])).affectedRows == 1)
    }

    @Test(arguments: LiveServer.all)
    func `a statement outlives every other reference to its connection`(server: LiveServer) throws {
        let statement = try server.connect().prepare("DO ?")
        try statement.execute(ParameterList([.signed(1)]))
    }

    @Test(arguments: LiveServer.all)
    func `letting go of a statement frees it on the server`(server: LiveServer) throws {
        let connection = try server.connect()
        func closed() throws -> Int {
            Int(try connection.query("SHOW SESSION STATUS LIKE 'Com_stmt_close'").first?[1] ?? "") ?? -1
        }
        let before = try closed()
        for _ in 0..<10 { try connection.run("DO ?", .signed(1)) }
        #expect(try closed() - before == 10)
    }

    @Test(arguments: LiveServer.all)
    func `a statement that cannot be parsed is named without its values`(server: LiveServer) throws {
        let connection = try server.connect()
        let error = try #require(throws: MySQLError.self) { try connection.prepare("SELECT 'secret' FRM '4711'") }
        #expect(!error.description.contains("secret"))
        #expect(!error.description.contains("4711"))
    }

    @Test(arguments: LiveServer.all)
    func `the estimate of a packet is enough to stay under the server's limit`(server: LiveServer) throws {
        let connection = try server.connect(creating: "packets", "b LONGBLOB")
        let limit = Int(try connection.text("SELECT @@max_allowed_packet") ?? "") ?? 0
        let statement = try connection.prepare("INSERT INTO packets VALUES (?)")
        let room = limit - ParameterList([.null]).byteCount - 9
        let fitting = ParameterList([.bytes(.init(repeating: 7, count: room))])
        #expect(fitting.byteCount <= limit)
        try statement.execute(fitting)
        let tooLarge = ParameterList([.bytes(.init(repeating: 7, count: limit + 1))])
        let error = try #require(throws: MySQLError.self) { try statement.execute(tooLarge) }
        #expect([.packetTooLarge, .connectionLost].contains(error.errorClass))
    }
}
