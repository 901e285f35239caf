internal import ChangeModel

/// A transaction that is open on the source, and whose it is: what the creation of a slot waits for.
package struct RunningTransaction: Equatable, Sendable, CustomStringConvertible {
    /// The server's number of the session; nil for a prepared transaction.
    package let process: String?
    package let user: String
    /// What the client calls itself; of a prepared transaction its name.
    package let application: String
    /// As the server writes it.
    package let since: String

    /// All but those of the session that asks and of `application`, our own. The statements themselves are not shown: rows stand in them.
    package static func all(
        on connection: SourceConnection,
        except application: String
    ) throws(SourceError) -> [RunningTransaction] {
        let sessions = try connection.query(
            """
            SELECT pid, usename, application_name, xact_start FROM pg_stat_activity
            WHERE xact_start IS NOT NULL AND pid <> pg_backend_pid() AND application_name <> \(SourceQuoting.literal(application))
            ORDER BY xact_start
            """,
            to: "list its running transactions"
        )
        let prepared = try connection.query(
            "SELECT gid, owner, prepared FROM pg_prepared_xacts ORDER BY prepared",
            to: "list its prepared transactions"
        )
        return sessions.rows.map { row in
            RunningTransaction(process: row[0], user: row[1] ?? "", application: row[2] ?? "", since: row[3] ?? "")
        }
            + prepared.rows.map { row in
                RunningTransaction(process: nil, user: row[1] ?? "", application: row[0] ?? "", since: row[2] ?? "")
            }
    }

    package var description: String {
        process.map {
            "session \($0) of \(user) (\(application.isEmpty ? "no application name" : application)), open since \(since)"
        }
            ?? "the prepared transaction \(application) of \(user), since \(since)"
    }
}
