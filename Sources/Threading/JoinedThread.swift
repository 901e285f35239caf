/// A worker thread that can be kept in a collection; its end is waited for once.
package final class JoinedThread {
    private var thread: WorkerThread?

    package init(name: String, _ body: @escaping @Sendable () -> Void) {
        thread = WorkerThread(name: name, body)
    }

    package func join() {
        thread.take()?.join()
    }
}
