internal import Synchronization

/// The first error of any of a session's workers: it ends the session.
final class SessionFailure: Sendable {
    private let first = Mutex<ReplayError?>(nil)

    var error: ReplayError? { first.withLock { $0 } }

    func note(_ error: ReplayError) {
        first.withLock { $0 = $0 ?? error }
    }
}
