internal import Testing

@testable import Replay

struct TimestampInUTCTests {
    /// The text in UTC; nil for a refusal.
    private func inUTC(_ text: String) -> String? {
        do throws(ValueRefusal) {
            let bytes = Array(text.utf8)
            if let length = TimestampInUTC.lengthInUTC(bytes.span) {
                return String(decoding: bytes[..<length], as: UTF8.self)
            }
            return try TimestampInUTC.text(bytes.span).map { String(decoding: $0, as: UTF8.self) }
        } catch {
            return nil
        }
    }

    @Test(arguments: [
        ("2026-11-23 05:01:39+00", "2026-11-23 05:01:39"),
        ("2026-11-23 05:01:39.293515+00", "2026-11-23 05:01:39.293515"),
        ("2026-11-23 05:01:39.5+00", "2026-11-23 05:01:39.5"),
        ("0001-01-01 00:00:00+00", "0001-01-01 00:00:00"),
        ("9999-12-31 23:59:59.999999+00", "9999-12-31 23:59:59.999999"),
    ])
    func `UTC itself only loses its zone`(text: String, expected: String) {
        #expect(inUTC(text) == expected)
    }

    @Test(arguments: [
        ("2026-11-23 05:01:39+08", "2026-11-22 21:01:39"),
        ("2026-11-23 20:45:00-03:30", "2026-11-24 00:15:00"),
        ("2026-01-01 00:00:00+05:45", "2025-12-31 18:15:00"),
        ("2028-02-28 23:00:00-01", "2028-02-29 00:00:00"),
        ("1899-12-31 23:59:59+08:05:43", "1899-12-31 15:54:16"),
        ("2026-11-23 05:01:39.000001-00:01", "2026-11-23 05:02:39.000001"),
        ("1969-12-31 23:59:59.5-00:00:01", "1970-01-01 00:00:00.5"),
    ])
    func `an offset is counted away, over the day's, month's and year's end`(text: String, expected: String) {
        #expect(inUTC(text) == expected)
    }

    @Test(arguments: [
        "infinity", "-infinity", "0044-03-15 12:00:00+00 BC", "2026-11-23 05:01:39+xx", "2026-02-30 00:00:00+08", "",
        "2026-11-23",
    ])
    func `what is no moment is refused`(text: String) {
        #expect(inUTC(text) == nil)
    }

    @Test(arguments: ["9999-12-31 23:30:00-01", "0001-01-01 00:30:00+01"])
    func `a time whose UTC lies beyond MySQL's calendar is refused`(text: String) {
        #expect(inUTC(text) == nil)
    }
}
