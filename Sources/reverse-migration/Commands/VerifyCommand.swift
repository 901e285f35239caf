import ArgumentParser
import ChangeModel
import OpenGaussClient
import Settings
import Verification

/// `verify`: are the two databases equal.
struct VerifyCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Compare openGauss and MySQL table by table, while changes still flow."
    )

    @OptionGroup var common: CommonOptions
    @Option(
        name: .long,
        help: "Only tables that this matches, as schema.table with * and ?; may be given several times."
    )
    var tables: [String] = []
    @Option(name: .long, help: "Read at most so many rows a second from either side.")
    var rate: Int?
    @Flag(name: .long, help: "One JSON object a line, with stable fields: see docs/cli.md.") var json = false
    @Option(name: .long, help: "Write statements that make MySQL's rows equal into this file; it will hold row values.")
    var repairSql: String?
    @Option(name: .long, help: "Where to note how far the comparison is; verify.state in the spool's directory.")
    var state: String?
    @Flag(name: .long, help: "Begin anew, whatever an interrupted run has noted.") var fresh = false
    @Option(name: .long, help: "Give a difference so many seconds to go away while replay is not seen to catch up.")
    var settle = 10

    func validate() throws {
        if let rate, !(1...1_000_000_000).contains(rate) {
            throw ValidationError("--rate wants a number of rows a second from 1 on")
        }
        if !(1...86_400).contains(settle) {
            throw ValidationError("--settle wants a number of seconds from 1 to 86400")
        }
    }

    func perform() throws {
        let settings = try common.settings()
        let stop = StopSignals.install()
        var options = settings.verificationOptions(statePath: try statePath(settings), tables: tables)
        options.rowsPerSecond = rate
        options.repairPath = repairSql
        options.isFresh = fresh
        options.settleMilliseconds = settle * 1_000
        let output = VerificationOutput(isJSON: json)
        let run = VerificationRun(
            options: options,
            watermark: ReplayProgressWatermark(settings),
            stop: stop,
            log: CommonOptions.log("verify", settings),
            reportDifference: { output.write($0) },
            reportTable: { output.write($0) }
        )
        let display = ProgressDisplay(
            run.progress,
            intervalMilliseconds: settings.telemetry.progressIntervalSeconds * 1_000
        )
        let outcome = Result { try run.run() }
        display.end()
        let report = try outcome.get()
        output.write(report)
        if report.differences > 0 { throw ExitStatus.dataRefused.exitCode }
        if report.unsettled > 0 { throw ExitStatus.undecided.exitCode }
    }

    /// Beside the spool where there is one; a comparison needs none.
    private func statePath(_ settings: Settings) throws -> String {
        if let state { return state }
        let directory = settings.spool.directory
        return DiskCheck.isWritable(directory) ? directory + "/verify.state" : "verify.state"
    }
}
