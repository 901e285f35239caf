import ArgumentParser
import ChangeModel

/// When a capture or a replay is to end by itself.
struct StopConditions: ParsableArguments {
    @Option(name: .long, help: "Stop once everything up to this position of the source's log is done.")
    var untilLsn: LSN?

    @Option(name: .long, help: "Stop when nothing has come for so many seconds.")
    var stopWhenIdle: Double?

    func validate() throws {
        // Said this way round, so that NaN is no number of seconds either.
        guard let stopWhenIdle, !(stopWhenIdle >= 0) else { return }
        throw ValidationError("--stop-when-idle wants a number of seconds")
    }

    var idleMilliseconds: Int? {
        stopWhenIdle.map { Int(max(0, min($0, 31_536_000)) * 1_000) }
    }
}
