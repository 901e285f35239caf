package import MySQLClient

/// A session with the target that only reads, each statement for itself.
///
/// `@unchecked Sendable` because the connection in it is used by one thread at a time: whoever hands the session to another thread waits for
/// that thread to be done.
package final class TargetSession: DatabaseSession, @unchecked Sendable {
    private let connection: MySQLConnection
    private var targetDialect = TargetDialect(hash: nil)
    let schema: TargetSchemaReader

    package init(_ options: MySQLOptions) throws(VerificationError) {
        do throws(MySQLError) {
            connection = try MySQLConnection(options: options)
            for setting in Self.settings { try connection.execute(setting) }
            schema = try TargetSchemaReader(connection: connection)
        } catch {
            throw .target(error)
        }
    }

    /// What a repair has to set too, so that its conditions mean the same.
    static let spelling = [
        "SET SESSION time_zone = '+00:00'",
        "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_AUTO_VALUE_ON_ZERO,NO_ENGINE_SUBSTITUTION'",
    ]

    private static let settings =
        spelling + [
            "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED", "SET SESSION TRANSACTION READ ONLY",
        ]

    var dialect: any SQLDialect { targetDialect }

    func use(_ hash: CommonHash?, countsBytes: Bool) {
        targetDialect = TargetDialect(hash: hash, countsBytes: countsBytes)
    }

    func rows(_ sql: String, to operation: String) throws(VerificationError) -> [[String?]] {
        do throws(MySQLError) { return try connection.query(sql) } catch { throw .target(error) }
    }

    func table(_ place: VerificationOptions.TargetPlace) throws(VerificationError) -> TargetTable? {
        do throws(MySQLError) {
            return try schema.table(database: place.database, name: place.table)
        } catch {
            throw .target(error)
        }
    }

    /// The value of one expression as text; nil for NULL and where the server does not understand it.
    func answer(_ expression: String) throws(VerificationError) -> String? {
        do throws(MySQLError) {
            return try connection.query("SELECT \(expression)").first?.first ?? nil
        } catch  where error.errorClass == .connectionLost {
            throw .target(error)
        } catch {
            return nil
        }
    }
}
