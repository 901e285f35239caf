internal import Synchronization

/// A wish to stop in good order, shared by the threads of a process; it is never taken back.
package final class StopRequest: Sendable {
    private let requested = Atomic<Bool>(false)
    private let condition = Condition()

    package init() {}

    package var isRequested: Bool {
        requested.load(ordering: .acquiring)
    }

    package func request() {
        condition.withLock { requested.store(true, ordering: .releasing) }
        condition.wakeAll()
    }

    /// Waits for the request, `milliseconds` at most; whether it has come.
    @discardableResult
    package func wait(milliseconds: Int) -> Bool {
        let deadline = MonotonicTime.now().adding(milliseconds: milliseconds)
        return condition.withLock {
            while !isRequested, condition.wait(until: deadline) {}
            return isRequested
        }
    }
}
