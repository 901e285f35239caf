import ChangeModel
import OpenGaussClient
import Replay
import Spool

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
        for state in QuarantineState.allCases {
            line.field(state.rawValue, quarantine.map { UInt64($0[state] ?? 0) })
        }
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
        [
            "source   \(sourceText)", "capture  \(Self.state(isCapturing)), \(spoolText)",
            "replay   \(Self.state(isReplaying)), \(progressText)", "lag      \(lagText)",
        ] + quarantineLines
            + policyUses.sorted.map { use, count in
                "values   of \(use.column): \(count) settled by the policy \(use.policy.rawValue) (\(use.misfit.rawValue))"
            }
            + troubles.map { "trouble  \($0)" }
    }

    private static func state(_ isRunning: Bool?) -> String {
        isRunning.map { $0 ? "running" : "not running" } ?? "not known to run"
    }

    private var sourceText: String {
        guard let logPosition else { return "not known" }
        let slotText = slot.map { "acknowledged up to \($0.confirmedPosition?.description ?? "?")" } ?? "no slot"
        return "at \(logPosition), \(slotText)"
    }

    private var spoolText: String {
        spool.map { "durable up to \($0.end), \($0.segments.count) segments, \($0.bytes >> 20) MB" } ?? "no spool"
    }

    private var progressText: String {
        guard let progress else { return isReplaying == nil ? "how far is not known" : "nothing applied yet" }
        return "applied up to \(progress.position), \(progress.transactions) transactions, \(progress.rows) rows"
            + (progress.above.last.map { ", some beyond it up to \($0)" } ?? "")
    }

    private var lagText: String {
        let parts = [
            lagSeconds.map { "\(($0 * 10).rounded() / 10) s" }, backlog.map { "\($0.transactions) transactions" },
            lagBytes.map { "\($0) bytes of log" },
        ].compactMap { $0 }
        return parts.isEmpty ? "unknown" : parts.joined(separator: ", ")
    }

    private var quarantineLines: [String] {
        let counts = QuarantineState.allCases.compactMap { state in quarantine?[state].map { "\($0) \(state.rawValue)" }
        }
        return counts.isEmpty ? [] : ["rows     that did not fit: \(counts.joined(separator: ", "))"]
    }
}
