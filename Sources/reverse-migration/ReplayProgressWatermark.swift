import ChangeModel
import MySQLClient
import Replay
import Settings
import Spool
import Synchronization
import Verification

/// Where replay stands, from its progress table and the spool; nothing is known where either cannot be read.
final class ReplayProgressWatermark: ReplayWatermark {
    private let options: MySQLOptions
    private let progressTable: ProgressTable
    private let spoolDirectory: String
    private let session = Mutex<Session?>(nil)

    /// `@unchecked Sendable` because it is used with the lock held that keeps it.
    private final class Session: @unchecked Sendable {
        let connection: MySQLConnection

        init(_ options: MySQLOptions) throws(MySQLError) {
            connection = try MySQLConnection(options: options)
        }
    }

    init(_ settings: Settings) {
        options = settings.targetOptions
        progressTable = ProgressTable(database: settings.target.database, table: settings.replay.progressTable)
        spoolDirectory = settings.spool.directory
    }

    /// Where everything that the spool holds is applied, the target is as far as the spool is, whatever its last transaction was.
    func reading() -> WatermarkReading {
        guard let summary = try? SpoolSummary(path: spoolDirectory), let applied = applied(summary) else {
            return WatermarkReading(appliedUpTo: nil, isBehind: false)
        }
        guard let backlog = try? SpoolBacklog(path: spoolDirectory, after: applied, summary) else {
            return WatermarkReading(appliedUpTo: applied, isBehind: true)
        }
        let isDone = backlog.transactions == 0
        return WatermarkReading(appliedUpTo: isDone ? max(applied, summary.end) : applied, isBehind: !isDone)
    }

    private func applied(_ summary: SpoolSummary) -> LSN? {
        session.withLock { session -> LSN? in
            do throws(MySQLError) {
                let open = try session ?? Session(options)
                session = open
                return try progressTable.read(stream: summary.identity.streamName, on: open.connection)?.position
            } catch {
                // The next look begins with a new connection.
                session = nil
                return nil
            }
        }
    }
}
