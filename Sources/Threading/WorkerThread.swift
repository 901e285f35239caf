internal import CShims
internal import Glibc

/// One named OS thread that runs a closure; `join` waits for its end.
package struct WorkerThread: ~Copyable {
    private let thread: pthread_t

    /// Carries the closure into the new thread.
    private final class Start {
        let name: String
        let body: @Sendable () -> Void

        init(_ name: String, _ body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }
    }

    /// `name` is cut to 15 bytes by the system.
    package init(name: String, _ body: @escaping @Sendable () -> Void) {
        var created = pthread_t()
        let start = Unmanaged.passRetained(Start(name, body)).toOpaque()
        let result = pthread_create(
            &created,
            nil,
            { argument in
                guard let argument else { return nil }
                let start = Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
                shims_set_thread_name(start.name)
                start.body()
                return nil
            },
            start
        )
        precondition(result == 0, "the system has no thread left")
        thread = created
    }

    package consuming func join() {
        pthread_join(thread, nil)
    }
}
