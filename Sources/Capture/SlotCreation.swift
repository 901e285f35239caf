package import ChangeModel
internal import Glibc
package import OpenGaussClient
internal import Synchronization
internal import Threading

/// Makes a slot. The server waits for every transaction that is running then, so who holds it up is said meanwhile, and the wait has a limit.
package struct SlotCreation: Sendable {
    private let source: SourceOptions
    private let slot: String
    private let plugin: String
    /// Tells our waiting session from all others on the server.
    private let applicationName: String

    /// The first look at who is waited for; further ones follow at this distance.
    private static let lookMilliseconds = 2_000

    package init(_ options: CaptureOptions) {
        source = options.source.onPrimary
        slot = options.slot
        plugin = options.plugin
        applicationName = "reverse-migration create \(getpid())"
    }

    /// Returns where the slot begins. `timeoutSeconds` nil waits for as long as it takes; `say` gets a line for people whenever who is
    /// waited for has changed.
    package func run(timeoutSeconds: Int?, say: (String) -> Void) throws(SourceError) -> LSN {
        let outcome = Outcome()
        let thread = WorkerThread(name: "create") { outcome.set(create()) }
        let deadline = timeoutSeconds.map { MonotonicTime.now().adding(milliseconds: $0 * 1_000) }
        var shown: [RunningTransaction] = []
        while !outcome.wait(milliseconds: Self.lookMilliseconds) {
            let running = (try? waitedFor()) ?? []
            if running != shown, !running.isEmpty { say(Self.sentence(running)) }
            shown = running
            if let deadline, MonotonicTime.now() >= deadline {
                try cancel()
                thread.join()
                throw timedOut(shown)
            }
        }
        thread.join()
        return try outcome.take()
    }

    private func create() -> Result<LSN, SourceError> {
        var options = source
        options.applicationName = applicationName
        return Result { () throws(SourceError) in
            let connection = try SourceConnection(options, replication: true)
            return try ReplicationSlot.create(slot, plugin: plugin, on: connection)
        }
    }

    private func waitedFor() throws(SourceError) -> [RunningTransaction] {
        let connection = try SourceConnection(source, replication: true)
        return try RunningTransaction.all(on: connection, except: applicationName)
    }

    private static func sentence(_ running: [RunningTransaction]) -> String {
        "the source waits for \(running.count) running transactions to end:\n  "
            + running.map(\.description).joined(separator: "\n  ")
    }

    /// The server does not notice that its client has gone while it waits, so the session is ended from outside.
    private func cancel() throws(SourceError) {
        let connection = try SourceConnection(source, replication: true)
        try connection.query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = "
                + SourceQuoting.literal(applicationName),
            to: "end the creation of the slot \(slot)"
        )
    }

    private func timedOut(_ running: [RunningTransaction]) -> SourceError {
        let who = running.first.map { "; the oldest is \($0)" } ?? ""
        return SourceError(
            .timedOut,
            operation: "create the slot \(slot)",
            message: "transactions that were running did not end in time, and nothing was created\(who)"
        )
    }

    /// Carries the result between the two threads.
    private final class Outcome: Sendable {
        private let result = Mutex<Result<LSN, SourceError>?>(nil)
        private let isSet = StopRequest()

        func set(_ value: Result<LSN, SourceError>) {
            result.withLock { $0 = value }
            isSet.request()
        }

        func wait(milliseconds: Int) -> Bool { isSet.wait(milliseconds: milliseconds) }

        func take() throws(SourceError) -> LSN {
            guard let value = result.withLock({ $0 }) else { preconditionFailure("the thread has ended") }
            return try value.get()
        }
    }
}
