import Glibc
import MySQLClient

/// A server to measure, named by the environment as for the tests.
struct Target {
    let options: MySQLOptions

    static let all = ["MARIADB", "MYSQL"].compactMap(Target.init(prefix:))

    private init?(prefix: String) {
        func variable(_ name: String) -> String? { getenv(prefix + "_" + name).map { String(cString: $0) } }
        guard let port = variable("PORT").flatMap({ UInt16($0) }) else { return nil }
        options = MySQLOptions(
            host: variable("HOST") ?? "127.0.0.1",
            port: port,
            user: variable("USER") ?? "root",
            password: variable("PASSWORD") ?? "",
            database: variable("DATABASE") ?? "test",
            allowsStatementBatches: true,
            allowsLocalInfile: true
        )
    }
}
