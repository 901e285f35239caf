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
    @Option(name: .long, help: "Also keep the raw messages in this file, with a second one, FILE.names, for reports.")
    var record: String?
    @Option(
        name: .long,
        help: "Read this file of raw messages in the place of a server, in the dialect of the slot's options."
    )
    var recording: String?
    @Flag(name: .long, help: .hidden) var stopWithParent = false

    func validate() throws {
        guard record != nil, recording != nil else { return }
        throw ValidationError("--record and --recording cannot be used together")
    }

    func perform() throws {
        let settings = try common.settings()
        if stopWithParent { ChildProcess.stopWithParent() }
        let stop = StopSignals.install()
        var options = settings.captureOptions
        options.untilPosition = stopConditions.untilLsn
        options.stopWhenIdleMilliseconds = stopConditions.idleMilliseconds
        options.recordPath = record
        options.recordingPath = recording
        let log = CommonOptions.log("capture", settings)
        let run = CaptureRun(options: options, stop: stop, log: log)
        let end = try run.run()
        let counted = run.counters.snapshot
        log.info(
            "stopped; the spool is durable up to \(end ?? .zero); \(counted.transactions) transactions, \(counted.rows) rows"
        )
    }
}
