internal import Synchronization
internal import Threading

/// Asks both servers at the same time.
struct BothSides: Sendable {
    let source: SourceSession
    let target: TargetSession

    /// What another thread has left behind.
    private final class Outcome<Value: Sendable>: Sendable {
        let result = Mutex<Result<Value, VerificationError>?>(nil)
    }

    /// Runs the first on this thread and the second on one of its own, and waits for both.
    func ask<Ours: Sendable, Theirs: Sendable>(
        _ askSource: (SourceSession) throws(VerificationError) -> Ours,
        _ askTarget: @escaping @Sendable (TargetSession) throws(VerificationError) -> Theirs
    ) throws(VerificationError) -> (Ours, Theirs) {
        let outcome = Outcome<Theirs>()
        let target = target
        let thread = WorkerThread(name: "target") {
            let result = Result { () throws(VerificationError) in try askTarget(target) }
            outcome.result.withLock { $0 = result }
        }
        let ours = Result { () throws(VerificationError) in try askSource(source) }
        thread.join()
        guard let theirs = outcome.result.withLock({ $0 }) else { preconditionFailure("a joined thread has ended") }
        return (try ours.get(), try theirs.get())
    }
}
