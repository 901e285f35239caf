internal import Glibc

/// A mutex with a condition on the monotonic clock.
///
/// `@unchecked Sendable` because all it holds is a pthread mutex and condition, which exist to be shared; they live at a fixed address for
/// as long as this object does.
package final class Condition: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    package init() {
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(condition, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    package func withLock<Value>(_ body: () -> Value) -> Value {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body()
    }

    package func wakeAll() {
        pthread_cond_broadcast(condition)
    }

    /// Waits, with the lock held, until woken or `deadline`; false when that has passed. It may wake for no reason.
    package func wait(until deadline: MonotonicTime?) -> Bool {
        guard let deadline else {
            pthread_cond_wait(condition, mutex)
            return true
        }
        var time = timespec()
        time.tv_sec = Int(deadline.milliseconds / 1_000)
        time.tv_nsec = Int(deadline.milliseconds % 1_000) * 1_000_000
        return pthread_cond_timedwait(condition, mutex, &time) == 0
    }
}
