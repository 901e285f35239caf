import CShims
import Glibc
import Logging
import Synchronization
import Threading

/// Keeps one verb running as a child process: starts it again when it went down in a way that may pass, and gives up when not.
final class Supervisor: Sendable {
    private let verb: String
    private let arguments: [String]
    private let stop: StopRequest
    private let log: Logger
    private let child = ChildProcess()
    private let giveUp = Mutex<ExitStatus?>(nil)

    /// A child that ran so long was well: its next fall begins with a short pause again.
    private static let steadyMilliseconds = 60_000
    private static let restartDelayMaxMilliseconds = 30_000

    init(verb: String, arguments: [String], stop: StopRequest, log: Logger) {
        self.verb = verb
        self.arguments = arguments
        self.stop = stop
        self.log = log
    }

    /// Why the child cannot go on; nil when it was asked to stop.
    var verdict: ExitStatus? { giveUp.withLock { $0 } }

    /// Runs until `stop` is requested or the child cannot go on. The other half goes on meanwhile: a target that refuses a row is no reason to
    /// let the source's log grow.
    func run() {
        var backOff = BackOff(limitMilliseconds: Self.restartDelayMaxMilliseconds)
        while !stop.isRequested {
            let started = MonotonicTime.now()
            let end = child.run(arguments)
            if stop.isRequested { return }
            guard mayPass(end) else { return }
            if MonotonicTime.now().milliseconds(since: started) >= Self.steadyMilliseconds { backOff.reset() }
            let delay = backOff.next()
            log.warning("\(verb) \(Self.text(end)); starting it again in \(delay) ms")
            stop.wait(milliseconds: delay)
        }
    }

    private func mayPass(_ end: ChildProcess.End) -> Bool {
        switch end {
        case .signalled: return true
        case .exited(let code):
            let status = ExitStatus(rawValue: code) ?? .bug
            if status == .done {
                log.notice("\(verb) was told to stop, and will not be started again")
                return false
            }
            if status.isWorthARestart { return true }
            log.error(
                """
                \(verb) ended with exit code \(code), see its message above; it is not started again, and the other half runs on: \
                mend it, then stop this and start it again
                """
            )
            giveUp.withLock { $0 = status }
        case .notStarted(let error):
            log.error("\(verb) could not be started: \(String(cString: strerror(error)))")
            giveUp.withLock { $0 = .bug }
        }
        return false
    }

    private static func text(_ end: ChildProcess.End) -> String {
        switch end {
        case .exited(let code): "ended with exit code \(code)"
        case .signalled(let number): "was ended by signal \(number)"
        case .notStarted: "did not start"
        }
    }

    func end(_ signalNumber: Int32) { child.end(signalNumber) }
}
