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
    private(set) var isCapturing = false
    private(set) var isReplaying = false
    private(set) var progress: ProgressTable.Progress?
    /// Empty where no row was ever set aside.
    private(set) var quarantine: [QuarantineState: Int] = [:]
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
            if try quarantineTable.exists(on: connection) {
                quarantine = try quarantineTable.counts(of: identity.streamName, on: connection)
            }
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

extension StatusReport {
    /// The fields of `status --json`, a stable contract: see docs/cli.md.
    var json: String {
        var line = JSONLine()
        line.beginObject()
        line.key("source")
        line.beginObject()
        line.field("log_position", logPosition?.description)
        line.field("slot_confirmed_position", slot?.confirmedPosition?.description)
        line.field("slot_restart_position", slot?.restartPosition?.description)
        line.endObject()
        line.key("capture")
        line.beginObject()
        line.field("running", isCapturing)
        line.field("position", spool?.end.description)
        line.field("last_commit_time", spool?.lastCommitTime?.description)
        line.field("segments", spool.map { UInt64($0.segments.count) })
        line.field("bytes", spool?.bytes)
        line.endObject()
        line.key("replay")
        line.beginObject()
        line.field("running", isReplaying)
        line.field("position", progress?.position.description)
        line.field("last_commit_time", progress?.commitTime?.description)
        line.field("transactions", progress?.transactions)
        line.field("rows", progress?.rows)
        line.field("applied_beyond", progress?.above.last?.description)
        line.field("applied_beyond_runs", progress.map { UInt64($0.above.ranges.count) })
        line.endObject()
        line.key("quarantine")
        line.beginObject()
        for state in QuarantineState.allCases { line.field(state.rawValue, UInt64(quarantine[state] ?? 0)) }
        line.endObject()
        line.key("value_policies")
        line.beginArray()
        for (use, count) in policyUses.sorted {
            line.beginObject()
            line.field("column", use.column)
            line.field("policy", use.policy.rawValue)
            line.field("reason", use.misfit.rawValue)
            line.field("values", count)
            line.endObject()
        }
        line.endArray()
        line.key("lag")
        line.beginObject()
        line.field("bytes", lagBytes)
        line.field("seconds", lagSeconds)
        line.field("transactions", backlog?.transactions)
        line.endObject()
        line.key("troubles")
        line.beginArray()
        for trouble in troubles { line.value(trouble) }
        line.endArray()
        line.endObject()
        return line.text
    }

    var lines: [String] {
        let slotText = slot.map { "acknowledged up to \($0.confirmedPosition?.description ?? "?")" } ?? "no slot"
        let spoolText =
            spool.map { "durable up to \($0.end), \($0.segments.count) segments, \($0.bytes >> 20) MB" } ?? "no spool"
        let progressText = progress.map {
            "applied up to \($0.position), \($0.transactions) transactions, \($0.rows) rows"
                + ($0.above.last.map { ", some beyond it up to \($0)" } ?? "")
        }
        let lagText = [
            lagSeconds.map { "\(($0 * 10).rounded() / 10) s" }, backlog.map { "\($0.transactions) transactions" },
            lagBytes.map { "\($0) bytes of log" },
        ].compactMap { $0 }.joined(separator: ", ")
        let quarantineText = QuarantineState.allCases.compactMap { state in
            quarantine[state].map { "\($0) \(state.rawValue)" }
        }.joined(separator: ", ")
        return [
            "source   at \(logPosition?.description ?? "?"), \(slotText)",
            "capture  \(isCapturing ? "running" : "not running"), \(spoolText)",
            "replay   \(isReplaying ? "running" : "not running"), \(progressText ?? "nothing applied yet")",
            "lag      \(lagText.isEmpty ? "unknown" : lagText)",
        ] + (quarantineText.isEmpty ? [] : ["rows     that did not fit: \(quarantineText)"])
            + policyUses.sorted.map { use, count in
                "values   of \(use.column): \(count) settled by the policy \(use.policy.rawValue) (\(use.misfit.rawValue))"
            }
            + troubles.map { "trouble  \($0)" }
    }
}
