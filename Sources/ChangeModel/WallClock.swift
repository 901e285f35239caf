internal import Glibc

extension CommitTime {
    /// This host's clock.
    package static func now() -> CommitTime {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return CommitTime(microsecondsSinceEpoch: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
    }
}
