internal import ChangeModel
package import OpenGaussClient

/// A session with the source in which every statement is a read-only transaction of its own, so that no old snapshot is ever held.
///
/// `@unchecked Sendable` because the connection in it is used by one thread at a time: whoever hands the session to another thread waits for
/// that thread to be done.
package final class SourceSession: DatabaseSession, @unchecked Sendable {
    private let connection: SourceConnection
    /// Set once, when the session is begun and before anyone else uses it.
    private(set) var sourceDialect = SourceDialect(hash: nil)
    private let positionQuery: String

    package init(_ options: SourceOptions) throws(VerificationError) {
        do throws(SourceError) {
            connection = try SourceConnection(options, replication: false)
            for setting in Self.settings { try connection.query(setting, to: "set up the session") }
            let isModern = connection.serverVersion >= 100_000
            let current = isModern ? "pg_current_wal_lsn()" : "pg_current_xlog_location()"
            let replayed = isModern ? "pg_last_wal_replay_lsn()" : "pg_last_xlog_replay_location()"
            positionQuery = "SELECT CASE WHEN pg_is_in_recovery() THEN \(replayed) ELSE \(current) END"
        } catch {
            throw .source(error)
        }
        sourceDialect.isUnicode = try ["UTF8", "SQL_ASCII"].contains(
            answer("current_setting('server_encoding')") ?? "UTF8"
        )
        sourceDialect.dropsLeadingZero = try answer("0.5::numeric") == ".5"
    }

    private static let settings = [
        "SET default_transaction_read_only = on", "SET standard_conforming_strings = on", "SET statement_timeout = 0",
    ]

    var dialect: any SQLDialect { sourceDialect }

    func use(_ hash: CommonHash?) {
        sourceDialect = SourceDialect(
            hash: hash,
            isUnicode: sourceDialect.isUnicode,
            dropsLeadingZero: sourceDialect.dropsLeadingZero
        )
    }

    func rows(_ sql: String, to operation: String) throws(VerificationError) -> [[String?]] {
        do throws(SourceError) { return try connection.query(sql, to: operation).rows } catch { throw .source(error) }
    }

    /// The value of one expression as text; nil for NULL and where the server does not understand it.
    func answer(_ expression: String) throws(VerificationError) -> String? {
        try ifUnderstood("SELECT (\(expression))::text")?.first?.first ?? nil
    }

    /// The rows of a query; nil where the server does not understand it, which leaves the session as it was.
    func ifUnderstood(_ sql: String) throws(VerificationError) -> [[String?]]? {
        do throws(SourceError) {
            return try connection.query(sql, to: "try an expression").rows
        } catch  where error.kind == .refused || error.kind == .slotMissing {
            // The two share SQLSTATE 42704, an undefined object.
            return nil
        } catch {
            throw .source(error)
        }
    }

    /// How far the source's log is at the moment.
    func position() throws(VerificationError) -> LSN {
        let text = try rows(positionQuery, to: "say its position").first?.first ?? nil
        guard let position = text.flatMap({ LSN($0) }) else {
            throw .source(SourceError(.protocolViolation, operation: "say its position", message: "its answer is none"))
        }
        return position
    }
}
