internal import ChangeModel

/// Takes the offset off a `timestamptz`: the session with the target runs in UTC.
enum TimestampInUTC {
    /// The years 1 to 9999.
    private static let calendar = start(ofYear: 1)..<start(ofYear: 10_000)

    private static func start(ofYear year: Int) -> CommitTime {
        let days = Int64(CivilDate(year: year, month: 1, day: 1).daysSinceEpoch)
        return CommitTime(microsecondsSinceEpoch: days * 86_400_000_000)
    }

    /// How much of the text is the moment in UTC already: `2026-11-23 05:01:39.5+00`, and a zero date whatever its offset.
    static func lengthInUTC(_ text: Span<UInt8>) -> Int? {
        if text.ends(with: "+00") { return text.count - 3 }
        guard text.starts(with: "0000-00-00 00:00:00") else { return nil }
        return 19
    }

    /// Another offset is counted away; nil where that leads out of MySQL's calendar.
    static func text(_ text: Span<UInt8>) throws(ValueRefusal) -> [UInt8]? {
        guard let time = CommitTime(text) else { throw ValueRefusal("its offset cannot be read") }
        return calendar.contains(time) ? Array(time.description.utf8.dropLast(3)) : nil
    }
}
