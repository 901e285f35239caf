internal import Testing

@testable import Replay

/// Dates and times through the encoder.
struct TemporalEncodingTests {
    private func bound(_ text: String, _ type: String, _ target: String, _ policy: ValuePolicy = .error) -> String {
        EncodedValue.text(text, type, target, policy)
    }

    private static let plain = "timestamp without time zone"
    private static let zoned = "timestamp with time zone"

    @Test(arguments: ["2026-11-23", "0001-01-01", "9999-12-31", "0000-00-00"])
    func `a date of MySQL's calendar is bound as it is`(text: String) {
        for target in ["DATE", "DATETIME"] { #expect(bound(text, "date", target) == "temporal " + text) }
    }

    @Test(arguments: [
        ("infinity", "9999-12-31"), ("-infinity", "0001-01-01"), ("0044-03-15 BC", "0001-01-01"),
        ("10000-01-01", "9999-12-31"), ("12026-11-23", "9999-12-31"), ("4713-01-01 BC", "0001-01-01"),
    ])
    func `a date beyond MySQL's calendar is refused, and clamp ends there`(text: String, nearest: String) {
        #expect(EncodedValue.isRefused(text, "date", "DATE"))
        #expect(bound(text, "date", "DATE", .clamp) == "temporal " + nearest)
        #expect(bound(text, "date", "DATE", .null) == "null")
    }

    @Test(arguments: ["", "2026-11-2", "20261123", "yesterday", "2026-11-23x", "-2026-11-23"])
    func `what is no date is refused whatever the policy`(text: String) {
        for policy in ValuePolicy.allCases { #expect(EncodedValue.isRefused(text, "date", "DATE", policy)) }
    }

    @Test(arguments: [
        ("00:00:00", 0, "00:00:00"), ("24:00:00", 0, "24:00:00"), ("12:34:56.123456", 6, "12:34:56.123456"),
        ("12:34:56.120", 2, "12:34:56.12"), ("12:34:56.000000", 0, "12:34:56"), ("838:59:59", 0, "838:59:59"),
        ("-838:59:59", 6, "-838:59:59"), ("-12:30:00.25", 2, "-12:30:00.25"), ("100:00:00.5", 1, "100:00:00.5"),
    ])
    func `a time is bound as it is, zeros at its end left out`(text: String, precision: Int, kept: String) {
        #expect(bound(text, "time without time zone", "TIME(\(precision))") == "temporal " + kept)
        #expect(bound(text, "interval", "TIME(\(precision))") == "temporal " + kept)
    }

    @Test(arguments: [("839:00:00", "838:59:59"), ("-1000:00:00", "-838:59:59"), ("838:59:59.5", "838:59:59")])
    func `a time beyond the column is refused, and clamp ends there`(text: String, nearest: String) {
        #expect(bound(text, "interval", "TIME(6)") == "refused: a TIME ends at 838:59:59")
        #expect(bound(text, "interval", "TIME(6)", .clamp) == "temporal " + nearest)
    }

    @Test(arguments: [("12:34:56.1", 0, ""), ("12:34:56.123456", 5, ".12345"), ("12:34:56.001", 2, ".00")])
    func `digits that the column would round away are refused, and clamp cuts them`(
        text: String,
        precision: Int,
        kept: String
    ) {
        let reason = "refused: it has more than \(precision) digits of a second's fraction"
        #expect(bound(text, "time without time zone", "TIME(\(precision))") == reason)
        #expect(bound("2026-11-23 " + text, Self.plain, "DATETIME(\(precision))") == reason)
        #expect(bound("2026-11-23 " + text + "+00", Self.zoned, "TIMESTAMP(\(precision))") == reason)
        #expect(bound(text, "time without time zone", "TIME(\(precision))", .clamp) == "temporal 12:34:56" + kept)
        #expect(
            bound("2026-11-23 " + text, Self.plain, "DATETIME(\(precision))", .clamp)
                == "temporal 2026-11-23 12:34:56" + kept
        )
    }

    @Test(arguments: ["1 day", "1 mon", "1 year 2 mons 3 days 04:05:06.789", "-1 days +02:00:00"])
    func `an interval with days is no time`(text: String) {
        #expect(bound(text, "interval", "TIME(6)") == "refused: an interval with days, months or years is no TIME")
        #expect(EncodedValue.isRefused(text, "interval", "TIME(6)", .clamp))
        #expect(bound(text, "interval", "TIME(6)", .null) == "null")
    }

    @Test func `a time with an offset is a TIME in UTC alone`() {
        let type = "time with time zone"
        #expect(bound("12:00:00.5+00", type, "TIME(1)") == "temporal 12:00:00.5")
        #expect(bound("12:00:00+08", type, "TIME") == "refused: a TIME has no place for its offset from UTC")
        #expect(bound("12:00:00+08", type, "TIME", .clamp) == "temporal 04:00:00")
        #expect(bound("02:00:00+08", type, "TIME", .clamp) == "temporal 18:00:00")
        #expect(bound("23:59:59.999999-12:30:01", type, "TIME(6)", .clamp) == "temporal 12:30:00.999999")
        #expect(EncodedValue.isRefused("12:00:00", type, "TIME", .clamp))
    }

    @Test(arguments: [
        "2026-11-23 05:01:39.293515", "0001-01-01 00:00:00", "9999-12-31 23:59:59.999999", "0000-00-00 00:00:00",
    ])
    func `a timestamp of MySQL's calendar is bound as it is`(text: String) {
        #expect(bound(text, Self.plain, "DATETIME(6)") == "temporal " + text)
        #expect(bound(text + "+00", Self.zoned, "DATETIME(6)") == "temporal " + text)
    }

    @Test(arguments: [
        ("infinity", "9999-12-31 23:59:59.999"), ("-infinity", "0001-01-01 00:00:00"),
        ("10000-01-01 00:00:00", "9999-12-31 23:59:59.999"), ("0044-03-15 12:00:00 BC", "0001-01-01 00:00:00"),
    ])
    func `a timestamp beyond MySQL's calendar is refused, and clamp ends there`(text: String, nearest: String) {
        let withOffset = text.hasSuffix("BC") ? "0044-03-15 12:00:00+00 BC" : text.hasSuffix("y") ? text : text + "+00"
        for (type, value) in [(Self.plain, text), (Self.zoned, withOffset)] {
            let reason = "refused: MySQL has no infinity, no years before Christ and none after 9999"
            #expect(bound(value, type, "DATETIME(3)") == reason)
            #expect(bound(value, type, "DATETIME(3)", .clamp) == "temporal " + nearest)
        }
    }

    @Test func `a TIMESTAMP column begins in 1970 and ends in 2038`() {
        for text in ["1970-01-01 00:00:01", "2038-01-19 03:14:07.999999", "0000-00-00 00:00:00"] {
            #expect(bound(text, Self.plain, "TIMESTAMP(6)") == "temporal " + text)
        }
        for (text, nearest) in [
            ("1970-01-01 00:00:00.5", "1970-01-01 00:00:01"), ("2038-01-19 03:14:08", "2038-01-19 03:14:07.9"),
            ("infinity", "2038-01-19 03:14:07.9"), ("-infinity", "1970-01-01 00:00:01"),
        ] {
            #expect(EncodedValue.isRefused(text, Self.plain, "TIMESTAMP(1)"))
            #expect(bound(text, Self.plain, "TIMESTAMP(1)", .clamp) == "temporal " + nearest)
        }
        #expect(bound("1970-01-01 08:00:00+08", Self.zoned, "TIMESTAMP", .null) == "null")
        #expect(bound("1970-01-01 08:00:01+08", Self.zoned, "TIMESTAMP") == "temporal 1970-01-01 00:00:01")
        #expect(bound("1970-01-02", "date", "TIMESTAMP") == "temporal 1970-01-02")
        #expect(EncodedValue.isRefused("1970-01-01", "date", "TIMESTAMP"))
    }

    @Test func `a timestamp with an offset is bound in UTC, without it`() {
        #expect(
            bound("2026-11-23 05:01:39.293515+08", Self.zoned, "DATETIME(6)") == "temporal 2026-11-22 21:01:39.293515"
        )
        #expect(bound("2026-11-23 05:01:39+00", Self.zoned, "DATETIME(6)") == "temporal 2026-11-23 05:01:39")
        #expect(bound("0000-00-00 00:00:00+08", Self.zoned, "TIMESTAMP") == "temporal 0000-00-00 00:00:00")
        #expect(bound("9999-12-31 23:30:00-01", Self.zoned, "DATETIME", .clamp) == "temporal 9999-12-31 23:59:59")
        #expect(bound("0001-01-01 00:30:00+01", Self.zoned, "DATETIME", .clamp) == "temporal 0001-01-01 00:00:00")
    }

    @Test func `a midnight is a date, as the A mode has it`() {
        for (type, text) in [(Self.plain, "2026-11-23 00:00:00"), (Self.zoned, "2026-11-23 08:00:00+08")] {
            #expect(bound(text, type, "DATE") == "temporal 2026-11-23")
        }
        #expect(bound("2026-11-23 00:00:01", Self.plain, "DATE") == "refused: a DATE has no place for its time of day")
        #expect(bound("2026-11-23 12:34:56", "smalldatetime", "DATE", .clamp) == "temporal 2026-11-23")
    }
}
