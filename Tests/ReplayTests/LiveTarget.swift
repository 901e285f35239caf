internal import Glibc
internal import MySQLClient
internal import Testing

/// A real server to replay into, named by the environment: MARIADB_PORT or MYSQL_PORT, and beside them _HOST, _USER, _PASSWORD
/// and _DATABASE. Tests that need one are skipped when none is named, and run against both when both are.
struct LiveTarget: Sendable, CustomTestStringConvertible {
    let name: String
    let options: MySQLOptions

    static let all = ["MARIADB", "MYSQL"].compactMap(LiveTarget.init(prefix:))

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

    func connect() throws(MySQLError) -> MySQLConnection {
        try MySQLConnection(options: options)
    }
}
