import ArgumentParser
import Capture
import ChangeModel
import Logging
import Settings
import Telemetry

/// `capture`: openGauss → spool, until stopped.
struct CaptureCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "capture",
        abstract: "Stream changes from openGauss into the spool until stopped."
    )

    @OptionGroup var common: CommonOptions
    @OptionGroup var stopConditions: StopConditions
    @Flag(name: .long, help: .hidden) var stopWithParent = false

    func perform() throws {
        let settings = try common.settings()
        if stopWithParent { ChildProcess.stopWithParent() }
        let stop = StopSignals.install()
        var options = settings.captureOptions
        options.untilPosition = stopConditions.untilLsn
        options.stopWhenIdleMilliseconds = stopConditions.idleMilliseconds
        let log = CommonOptions.log("capture", settings)
        let run = CaptureRun(options: options, stop: stop, log: log)
        let end = try run.run()
        let counted = run.counters.snapshot
        log.info(
            "stopped; the spool is durable up to \(end ?? .zero); \(counted.transactions) transactions, \(counted.rows) rows"
        )
    }
}
