import CShims
import Glibc
import Threading

/// Turns SIGTERM and SIGINT into a request to stop in good order; a second one ends the process at once.
enum StopSignals {
    /// To be called before any thread is started, so that all of them leave the signals to this one.
    static func install() -> StopRequest {
        let stop = StopRequest()
        shims_block_stop_signals()
        // A peer that is gone is met as an error of the call, not as the end of the process.
        signal(SIGPIPE, SIG_IGN)
        _ = WorkerThread(name: "signals") {
            _ = shims_wait_for_stop_signal()
            stop.request()
            _exit(128 + shims_wait_for_stop_signal())
        }
        return stop
    }
}
