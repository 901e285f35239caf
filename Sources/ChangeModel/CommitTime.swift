/// When the source committed a transaction: microseconds since 1970-01-01 00:00:00 UTC.
package struct CommitTime: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let microsecondsSinceEpoch: Int64

    @inlinable
    package init(microsecondsSinceEpoch: Int64) {
        self.microsecondsSinceEpoch = microsecondsSinceEpoch
    }

    @inlinable
    package static func < (left: CommitTime, right: CommitTime) -> Bool {
        left.microsecondsSinceEpoch < right.microsecondsSinceEpoch
    }

    /// Seconds from here to `later`, never negative (two hosts' clocks differ).
    package func seconds(until later: CommitTime) -> Double {
        // As floating point first: the difference of two extreme times does not fit 64 bits.
        max(0, (Double(later.microsecondsSinceEpoch) - Double(microsecondsSinceEpoch)) / 1_000_000)
    }

    /// The source's own spelling, always in UTC: `2026-11-23 05:01:39.293515+00`.
    package var description: String {
        let microsecondsPerDay: Int64 = 86_400_000_000
        var days = microsecondsSinceEpoch / microsecondsPerDay
        var rest = microsecondsSinceEpoch % microsecondsPerDay
        if rest < 0 {
            days -= 1
            rest += microsecondsPerDay
        }
        let date = CivilDate(daysSinceEpoch: Int(days))
        let seconds = rest / 1_000_000
        let clock = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { Self.padded($0, width: 2) }
        return Self.padded(Int64(date.year), width: 4) + "-" + Self.padded(Int64(date.month), width: 2) + "-"
            + Self.padded(Int64(date.day), width: 2) + " " + clock.joined(separator: ":")
            + Self.fraction(rest % 1_000_000) + "+00"
    }

    private static func padded(_ number: Int64, width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    /// Trailing zeros are dropped, as the server drops them.
    private static func fraction(_ microseconds: Int64) -> String {
        guard microseconds > 0 else { return "" }
        var digits = padded(microseconds, width: 6)
        while digits.hasSuffix("0") { digits.removeLast() }
        return "." + digits
    }
}
