internal import ChangeModel

/// Takes the zone off a `timestamptz`: the session with the target runs in UTC.
enum TimestampInUTC {
    /// The years 1 to 9999.
    private static let calendar = start(ofYear: 1)..<start(ofYear: 10_000)

    private static func start(ofYear year: Int) -> CommitTime {
        let days = Int64(CivilDate(year: year, month: 1, day: 1).daysSinceEpoch)
        return CommitTime(microsecondsSinceEpoch: days * 86_400_000_000)
    }

    /// `2026-11-23 05:01:39.5+00` as `2026-11-23 05:01:39.5`; another offset is counted away.
    static func text(_ text: Span<UInt8>) throws(ValueRefusal) -> [UInt8] {
        guard text.count >= 19, text[4] == UInt8(ascii: "-") else {
            throw ValueRefusal("MySQL has no infinity, no years before Christ and none after 9999")
        }
        if text.count >= 3, text[text.count - 3] == UInt8(ascii: "+"), text[text.count - 2] == UInt8(ascii: "0"),
            text[text.count - 1] == UInt8(ascii: "0")
        {
            return text.extracting(0..<(text.count - 3)).withUnsafeBufferPointer { Array($0) }
        }
        guard let time = CommitTime(text) else { throw ValueRefusal("its zone cannot be read") }
        guard calendar.contains(time) else { throw ValueRefusal("in UTC its year is before 1 or after 9999") }
        return Array(time.description.utf8.dropLast(3))
    }
}
