import ArgumentParser
import CShims
import Glibc
import Logging
import Settings
import Threading

/// `start`: capture and replay as two child processes, kept running, stopped together.
struct StartCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "start",
        abstract: "Run capture and replay as two child processes, restart them when they fall, stop both on SIGTERM."
    )

    @OptionGroup var common: CommonOptions

    func perform() throws {
        let settings = try common.settings()
        let log = CommonOptions.log("start", settings)
        let stop = StopRequest()
        shims_block_stop_signals()
        let supervisors = ["capture", "replay"].map {
            Supervisor(verb: $0, arguments: arguments($0), stop: stop, log: log)
        }
        _ = WorkerThread(name: "signals") {
            _ = shims_wait_for_stop_signal()
            stop.request()
            _ = shims_wait_for_stop_signal()
            for supervisor in supervisors { supervisor.end(SIGKILL) }
        }
        let capture = WorkerThread(name: "capture") { supervisors[0].run() }
        let replay = WorkerThread(name: "replay") { supervisors[1].run() }
        _ = WorkerThread(name: "stop") {
            while !stop.wait(milliseconds: 60_000) {}
            for supervisor in supervisors { supervisor.end(SIGTERM) }
        }
        // Both are told to stop, or neither can go on.
        capture.join()
        replay.join()
        log.info("capture and replay are stopped")
        if let verdict = supervisors.compactMap(\.verdict).first { throw verdict.exitCode }
    }

    private func arguments(_ verb: String) -> [String] {
        let spool = common.spool.map { ["--spool", $0] } ?? []
        return [ChildProcess.ownPath, verb, "--config", common.config, "--stop-with-parent"] + spool
    }
}
