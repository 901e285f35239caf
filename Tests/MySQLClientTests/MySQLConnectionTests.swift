import Glibc
import MySQLClient
import Testing

@Suite(.enabled(if: !LiveServer.all.isEmpty))
struct MySQLConnectionTests {
    @Test(arguments: LiveServer.all)
    func `a session is utf8mb4 and knows its server and number`(server: LiveServer) throws {
        let connection = try server.connect()
        #expect(connection.serverVersion.flavour == (server.isMariaDB ? .mariadb : .mysql))
        #expect(try connection.text("SELECT CONNECTION_ID()") == String(connection.threadIdentifier))
        #expect(try connection.text("SELECT @@character_set_client") == "utf8mb4")
        try connection.ping()
    }

    @Test(arguments: LiveServer.all)
    func `a query tells NULL from an empty text`(server: LiveServer) throws {
        let connection = try server.connect()
        #expect(try connection.query("SELECT NULL, '', 'a', 5") == [[nil, "", "a", "5"]])
        #expect(try connection.query("DO 1") == [])
    }

    @Test(arguments: LiveServer.all)
    func `an update counts the rows it found, changed or not`(server: LiveServer) throws {
        let connection = try server.connect(creating: "found_rows", "id INT PRIMARY KEY, v INT")
        #expect(try connection.execute("INSERT INTO found_rows VALUES (1, 1), (2, 1)").affectedRows == 2)
        #expect(try connection.execute("UPDATE found_rows SET v = 1").affectedRows == 2)
        #expect(try connection.execute("UPDATE found_rows SET v = 2 WHERE id = 3").affectedRows == 0)
    }

    @Test(arguments: LiveServer.all)
    func `two statements in one call are refused`(server: LiveServer) throws {
        let connection = try server.connect()
        #expect(throws: MySQLError.self) { try connection.execute("DO 1; DO 2") }
        try connection.ping()
    }

    @Test(arguments: LiveServer.all)
    func `a file of this host is not sent to the server`(server: LiveServer) throws {
        let connection = try server.connect(creating: "no_local_infile", "line TEXT")
        #expect(throws: MySQLError.self) {
            try connection.execute("LOAD DATA LOCAL INFILE '/etc/hostname' INTO TABLE no_local_infile")
        }
    }

    @Test(arguments: LiveServer.all)
    func `all results of a routine are taken`(server: LiveServer) throws {
        let connection = try server.connect()
        try connection.execute("DROP PROCEDURE IF EXISTS two_results")
        try connection.execute("CREATE PROCEDURE two_results() BEGIN SELECT 1; SELECT 2; END")
        try connection.execute("CALL two_results()")
        #expect(try connection.query("CALL two_results()") == [["1"]])
        #expect(try connection.text("SELECT 3") == "3")
        try connection.run("CALL two_results()")
        #expect(try connection.text("SELECT 4") == "4")
    }

    @Test(arguments: LiveServer.all)
    func `warnings are counted and can be read, without the value`(server: LiveServer) throws {
        let connection = try server.connect(creating: "warned", "v INT")
        try connection.execute("SET SESSION sql_mode = ''")
        let outcome = try connection.execute("INSERT INTO warned VALUES ('4711abc'), ('4712abc')")
        #expect(outcome == StatementOutcome(affectedRows: 2, warningCount: 2))
        let warnings = try connection.warnings()
        #expect(warnings.map(\.code) == [1265, 1265])
        #expect(!"\(warnings)".contains("471"))
    }

    @Test(arguments: LiveServer.all)
    func `a wrong password is an access error that does not tell it`(server: LiveServer) throws {
        var options = server.options
        options.password = "not-the-password"
        let error = try #require(throws: MySQLError.self) { try MySQLConnection(options: options) }
        #expect(error.errorClass == .accessDenied)
        #expect(!error.description.contains("not-the-password"))
        #expect(!"\(options)".contains("not-the-password"))
    }

    @Test(arguments: LiveServer.all)
    func `a killed session is a lost connection, for statements too`(server: LiveServer) throws {
        let connection = try server.connect()
        let statement = try connection.prepare("DO ?")
        try server.connect().execute("KILL \(connection.threadIdentifier)")
        let error = try #require(throws: MySQLError.self) { try statement.execute(ParameterList([.signed(1)])) }
        #expect(error.errorClass == .connectionLost)
        let second = try #require(throws: MySQLError.self) { try connection.execute("DO 1") }
        #expect(second.errorClass == .connectionLost)
    }

    @Test(arguments: LiveServer.all)
    func `a connection may be used on a thread other than the one that opened it`(server: LiveServer) throws {
        // Handed over and waited for: never used by two threads at a time.
        nonisolated(unsafe) let connection = try server.connect()
        nonisolated(unsafe) var answer: String?
        try runOnThread {
            answer = try? connection.text("SELECT 'from there'")
            _ = try? connection.run("DO ?", .signed(1))
        }
        #expect(answer == "from there")
        #expect(try connection.text("SELECT 'from here'") == "from here")
    }

    @Test func `a port where nobody listens is a lost connection with the place in its text`() throws {
        let options = MySQLOptions(host: "127.0.0.1", port: 1, user: "nobody", password: "secret")
        let error = try #require(throws: MySQLError.self) { try MySQLConnection(options: options) }
        #expect(error.errorClass == .connectionLost)
        #expect(error.description.hasPrefix("cannot connect to 127.0.0.1:1 as nobody: "))
    }

    private func runOnThread(_ body: @escaping () -> Void) throws {
        final class Work {
            let body: () -> Void
            init(_ body: @escaping () -> Void) { self.body = body }
        }
        var thread = pthread_t()
        let work = Unmanaged.passRetained(Work(body))
        let status = pthread_create(
            &thread,
            nil,
            { argument in
                if let argument { Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body() }
                return nil
            },
            work.toOpaque()
        )
        try #require(status == 0)
        pthread_join(thread, nil)
    }
}
