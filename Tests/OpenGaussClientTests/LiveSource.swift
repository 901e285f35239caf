internal import ChangeModel
internal import Glibc
internal import OpenGaussClient

/// A real source to test against, named by the environment: SOURCE_PORT, and beside it _HOST, _USER, _PASSWORD and _DATABASE.
/// Tests that need one are skipped when none is named.
struct LiveSource: Sendable {
    let options: SourceOptions

    static let found = LiveSource()

    private init?() {
        func variable(_ name: String) -> String? { getenv("SOURCE_" + name).map { String(cString: $0) } }
        guard let port = variable("PORT").flatMap({ UInt16($0) }) else { return nil }
        options = SourceOptions(
            hosts: [variable("HOST") ?? "127.0.0.1"],
            port: port,
            user: variable("USER") ?? "migrator",
            password: variable("PASSWORD") ?? "",
            database: variable("DATABASE") ?? "test"
        )
    }

    func connect(replication: Bool = true) throws -> SourceConnection {
        try SourceConnection(options, replication: replication)
    }
}
