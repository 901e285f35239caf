internal import Glibc

/// A moment up to which something is waited for, by a clock that nobody sets; or none.
struct Deadline: Sendable {
    private let nanoseconds: UInt64?

    /// More than thirty years.
    private static let millisecondsMax = 1 << 40

    static let never = Deadline(nanoseconds: nil)

    private init(nanoseconds: UInt64?) {
        self.nanoseconds = nanoseconds
    }

    /// This many milliseconds from now.
    init(milliseconds: Int) {
        nanoseconds = Self.now + UInt64(clamping: min(milliseconds, Self.millisecondsMax)) * 1_000_000
    }

    static var now: UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }

    /// What is left, as `poll` wants it: -1 where there is no end, 0 where it has passed, else rounded up.
    var remainingMilliseconds: Int32 {
        guard let nanoseconds else { return -1 }
        let now = Self.now
        return nanoseconds <= now ? 0 : Int32(clamping: (nanoseconds - now + 999_999) / 1_000_000)
    }

    var hasPassed: Bool { remainingMilliseconds == 0 }
}
