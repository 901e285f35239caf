internal import Glibc

/// A point on the clock that only goes forwards, in milliseconds since an unknown start.
package struct MonotonicTime: Comparable, Sendable {
    package let milliseconds: Int64

    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    package static func now() -> MonotonicTime {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return MonotonicTime(milliseconds: Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000)
    }

    package static func < (left: MonotonicTime, right: MonotonicTime) -> Bool {
        left.milliseconds < right.milliseconds
    }

    package func adding(milliseconds: Int) -> MonotonicTime {
        MonotonicTime(milliseconds: self.milliseconds + Int64(milliseconds))
    }

    /// Milliseconds from `earlier` to here.
    package func milliseconds(since earlier: MonotonicTime) -> Int {
        Int(milliseconds - earlier.milliseconds)
    }
}
