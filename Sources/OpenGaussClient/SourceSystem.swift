package import ChangeModel

/// Which server this is and where its log stands.
package struct SourceSystem: Sendable {
    package let systemIdentifier: String
    package let database: String
    package let logPosition: LSN
    /// What the server calls itself: `PostgreSQL 15.18 …` or `(openGauss 6.0.0 …)`.
    package let versionText: String

    package var isOpenGauss: Bool { versionText.contains("openGauss") }

    /// Asks over a replication connection.
    package init(_ connection: SourceConnection) throws(SourceError) {
        let operation = "say which system it is"
        let answer = try connection.query("IDENTIFY_SYSTEM", to: operation)
        guard let identifier = answer.first("systemid"), let position = answer.first("xlogpos").flatMap({ LSN($0) })
        else {
            throw SourceError(
                .protocolViolation,
                operation: operation,
                message: "its answer lacks a system or a position"
            )
        }
        systemIdentifier = identifier
        database = answer.first("dbname") ?? connection.options.database
        logPosition = position
        versionText = try connection.query("SELECT version()", to: "say its version").first("version") ?? ""
    }
}
