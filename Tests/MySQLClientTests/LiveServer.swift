import Glibc
import MySQLClient
import Testing

/// A real server to test against, named by the environment: MARIADB_PORT or MYSQL_PORT, and beside them _HOST, _USER,
/// _PASSWORD and _DATABASE. Tests that need one are skipped when none is named, and run against both when both are.
struct LiveServer: Sendable, CustomTestStringConvertible {
    let name: String
    let options: MySQLOptions

    static let all = ["MARIADB", "MYSQL"].compactMap(LiveServer.init(prefix:))

    private init?(prefix: String) {
        func variable(_ name: String) -> String? { getenv(prefix + "_" + name).map { String(cString: $0) } }
        guard let port = variable("PORT").flatMap({ UInt16($0) }) else { return nil }
        name = prefix
        options = MySQLOptions(
            host: variable("HOST") ?? "127.0.0.1",
            port: port,
            user: variable("USER") ?? "root",
            password: variable("PASSWORD") ?? "",
            database: variable("DATABASE") ?? "test"
        )
    }

    var testDescription: String { name }
    var database: String { options.database ?? "test" }
    var isMariaDB: Bool { name == "MARIADB" }

    /// A session as strict as replay's.
    func connect(_ options: MySQLOptions? = nil) throws -> MySQLConnection {
        let connection = try MySQLConnection(options: options ?? self.options)
        try connection.execute("SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_AUTO_VALUE_ON_ZERO'")
        try connection.execute("SET SESSION time_zone = '+00:00'")
        return connection
    }

    /// A session that may send batches and loads, and a server that takes them.
    func connectForAllForms() throws -> MySQLConnection {
        var options = options
        options.allowsStatementBatches = true
        options.allowsLocalInfile = true
        let connection = try connect(options)
        if try !connection.serverAllowsLocalInfile() { try connection.execute("SET GLOBAL local_infile = 1") }
        return connection
    }

    /// A session with a fresh table. Tests run side by side, so each names a table of its own.
    func connect(creating table: String, _ definition: String) throws -> MySQLConnection {
        let connection = try connect()
        try connection.execute("DROP TABLE IF EXISTS \(table)")
        try connection.execute("CREATE TABLE \(table) (\(definition)) ENGINE=InnoDB")
        return connection
    }
}
