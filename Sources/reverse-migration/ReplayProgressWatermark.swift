import ChangeModel
import MySQLClient
import Replay
import Settings
import Spool
import Synchronization
import Threading
import Verification

/// Where replay stands, from its progress table and the spool; nothing is known where either cannot be read.
final class ReplayProgressWatermark: ReplayWatermark {
    private let options: MySQLOptions
    private let progressTable: ProgressTable
    private let spoolDirectory: String
    private let state = Mutex(State())
    /// The spool is looked through only so often: its open segment has to be read for it.
    private static let spoolIntervalMilliseconds = 500

    private struct State {
        var session: Session?
        var spool: SpoolReading?
    }

    /// What the spool said, and when.
    private struct SpoolReading {
        let time: MonotonicTime
        let streamName: String
        let end: LSN
        let isBehind: Bool
    }

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

    func reading(waitingFor position: LSN) -> WatermarkReading {
        state.withLock { state in
            guard let streamName = streamName(&state), let applied = applied(streamName, &state) else {
                return WatermarkReading(appliedUpTo: nil, isBehind: false)
            }
            // The progress alone may be enough, which costs one small query.
            if applied >= position { return WatermarkReading(appliedUpTo: applied, isBehind: false) }
            lookIntoSpool(after: applied, &state)
            guard let spool = state.spool else { return WatermarkReading(appliedUpTo: applied, isBehind: false) }
            // Where everything that the spool holds is applied, the target is as far as the spool is, whatever its last transaction was.
            return WatermarkReading(
                appliedUpTo: spool.isBehind ? applied : max(applied, spool.end),
                isBehind: spool.isBehind
            )
        }
    }

    private func streamName(_ state: inout State) -> String? {
        if let name = state.spool?.streamName { return name }
        return try? SpoolSummary.identity(path: spoolDirectory).streamName
    }

    private func lookIntoSpool(after applied: LSN, _ state: inout State) {
        let now = MonotonicTime.now()
        if let last = state.spool, now.milliseconds(since: last.time) < Self.spoolIntervalMilliseconds { return }
        guard let summary = try? SpoolSummary(path: spoolDirectory) else { return state.spool = nil }
        let backlog = try? SpoolBacklog(path: spoolDirectory, after: applied, summary)
        state.spool = SpoolReading(
            time: now,
            streamName: summary.identity.streamName,
            end: summary.end,
            isBehind: backlog?.transactions != 0
        )
    }

    private func applied(_ streamName: String, _ state: inout State) -> LSN? {
        do throws(MySQLError) {
            let session: Session
            if let open = state.session { session = open } else { session = try Session(options) }
            state.session = session
            // Where replay has not begun, everything that the spool holds is still to be done.
            return try progressTable.read(stream: streamName, on: session.connection)?.position ?? .zero
        } catch {
            // The next look begins with a new connection.
            state.session = nil
            return nil
        }
    }
}
