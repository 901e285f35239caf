import ChangeModel
import MySQLClient
import OpenGaussClient
import Replay
import Settings
import Spool

/// Where source, spool and target stand at one moment. What cannot be asked is nil, with the reason in `troubles`.
struct StatusReport {
    private(set) var logPosition: LSN?
    private(set) var slot: ReplicationSlot?
    private(set) var spool: SpoolSummary?
    /// nil where the source cannot be asked.
    private(set) var isCapturing: Bool?
    /// nil where the target cannot be asked, or there is no spool that says for which stream.
    private(set) var isReplaying: Bool?
    private(set) var progress: ProgressTable.Progress?
    /// Empty where no row was ever set aside.
    private(set) var quarantine: [QuarantineState: Int]?
    /// What policies have made of values that are in the target.
    private(set) var policyUses = PolicyUses()
    private(set) var backlog: SpoolBacklog?
    private(set) var troubles: [String] = []
    private let time = CommitTime.now()

    init(_ settings: Settings) {
        readSource(settings)
        readSpool(settings.spool.directory)
        readTarget(settings)
        countBacklog(settings.spool.directory)
    }

    /// The source's log that is not applied yet; a little of it is always the source's own.
    var lagBytes: UInt64? {
        guard let logPosition, let progress else { return nil }
        return logPosition.bytes(since: progress.position)
    }

    /// Age of the oldest transaction in the spool that is not applied; 0 when there is none.
    var lagSeconds: Double? {
        backlog.map { $0.oldestCommitTime?.seconds(until: time) ?? 0 }
    }

    private mutating func readSource(_ settings: Settings) {
        do throws(SourceError) {
            let connection = try SourceConnection(settings.sourceOptions, replication: true)
            logPosition = try SourceSystem(connection).logPosition
            slot = try ReplicationSlot.find(settings.slot.name, on: connection)
            isCapturing = slot?.isActive ?? false
            if slot == nil { troubles.append("there is no slot \(settings.slot.name) on the source") }
        } catch {
            troubles.append(error.description)
        }
    }

    private mutating func readSpool(_ directory: String) {
        do throws(SpoolError) { spool = try SpoolSummary(path: directory) } catch { troubles.append(error.description) }
    }

    private mutating func readTarget(_ settings: Settings) {
        guard let identity = spool?.identity else { return }
        do throws(MySQLError) {
            let connection = try MySQLConnection(options: settings.targetOptions)
            let table = ProgressTable(database: settings.target.database, table: settings.replay.progressTable)
            isReplaying = try StreamLock.isHeld(
                identity.streamName,
                in: settings.target.database,
                on: connection
            )
            progress = try table.read(stream: identity.streamName, on: connection)
            let quarantineTable = QuarantineTable(
                database: settings.target.database,
                table: settings.replay.quarantineTable
            )
            quarantine =
                try quarantineTable.exists(on: connection)
                ? quarantineTable.counts(of: identity.streamName, on: connection) : [:]
            policyUses = try PolicyUsesTable(database: settings.target.database, table: settings.replay.policyUsesTable)
                .read(stream: identity.streamName, on: connection)
            if progress == nil { troubles.append("the target has no progress of this stream: replay has not begun") }
        } catch {
            troubles.append(ReplayError.target(error).description)
        }
    }

    private mutating func countBacklog(_ directory: String) {
        guard let spool, let progress else { return }
        do throws(SpoolError) {
            backlog = try SpoolBacklog(path: directory, after: progress.position, spool)
        } catch {
            troubles.append(error.description)
        }
    }
}
