import ArgumentParser
import ChangeModel
import Logging
import Replay
import Settings
import Telemetry

/// `replay`: spool → MySQL, until stopped.
struct ReplayCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Apply the spool's changes to MySQL until stopped."
    )

    @OptionGroup var common: CommonOptions
    @OptionGroup var stopConditions: StopConditions
    @Option(name: .long, help: "Apply what was committed up to this time, such as '2026-11-23 05:00:00+00', then stop.")
    var untilTime: String?
    @Flag(name: .long, help: .hidden) var stopWithParent = false

    func validate() throws {
        if let untilTime, CommitTime(untilTime) == nil {
            throw ValidationError("--until-time wants a time such as '2026-11-23 05:00:00+00'")
        }
    }

    func perform() throws {
        let settings = try common.settings()
        if stopWithParent { ChildProcess.stopWithParent() }
        let stop = StopSignals.install()
        var options = settings.replayOptions
        options.untilPosition = stopConditions.untilLsn
        options.untilTime = untilTime.flatMap { CommitTime($0) }
        options.stopWhenIdleMilliseconds = stopConditions.idleMilliseconds
        let log = CommonOptions.log("replay", settings)
        let run = ReplayRun(options: options, stop: stop, log: log)
        let end = try run.run()
        let counted = run.counters.snapshot
        log.info(
            "stopped; the target is complete up to \(end ?? .zero); \(counted.transactions) transactions, \(counted.rows) rows"
        )
    }
}
