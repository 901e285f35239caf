internal import Glibc
internal import MySQLClient
internal import OpenGaussClient

@testable import Verification

/// A real source and a real target, named by the environment: SOURCE_PORT, and MARIADB_PORT or MYSQL_PORT, and beside them _HOST, _USER,
/// _PASSWORD and _DATABASE. Tests that need them are skipped when they are not named, and run with both targets when both are.
struct LiveSides: Sendable, CustomStringConvertible {
    let description: String
    let source: SourceOptions
    let target: MySQLOptions

    static let all = ["MARIADB", "MYSQL"].compactMap(LiveSides.init(prefix:))

    private init?(prefix: String) {
        func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
        guard let sourcePort = variable("SOURCE_PORT").flatMap({ UInt16($0) }),
            let targetPort = variable(prefix + "_PORT").flatMap({ UInt16($0) })
        else { return nil }
        description = prefix
        source = SourceOptions(
            hosts: [variable("SOURCE_HOST") ?? "127.0.0.1"],
            port: sourcePort,
            user: variable("SOURCE_USER") ?? "migrator",
            password: variable("SOURCE_PASSWORD") ?? "",
            database: variable("SOURCE_DATABASE") ?? "test"
        )
        target = MySQLOptions(
            host: variable(prefix + "_HOST") ?? "127.0.0.1",
            port: targetPort,
            user: variable(prefix + "_USER") ?? "root",
            password: variable(prefix + "_PASSWORD") ?? "",
            database: variable(prefix + "_DATABASE") ?? "test"
        )
    }

    /// Sessions that only read, with the hash that the servers have in common.
    func begin(_ hash: CommonHash?) throws -> BothSides {
        let sides = BothSides(source: try SourceSession(source), target: try TargetSession(target))
        sides.source.use(hash)
        sides.target.use(hash, countsBytes: sides.source.sourceDialect.isUnicode)
        return sides
    }

    func onSource(_ statements: [String]) throws {
        let connection = try SourceConnection(source, replication: false)
        for statement in statements { try connection.query(statement, to: "prepare a test") }
    }

    func onTarget(_ statements: [String]) throws {
        let connection = try MySQLConnection(options: target)
        try connection.execute("SET SESSION sql_mode = 'STRICT_ALL_TABLES', time_zone = '+00:00'")
        for statement in statements { try connection.execute(statement) }
    }
}
