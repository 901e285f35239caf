internal import Testing

@testable import Replay

/// Dates and times through the encoder.
struct TemporalEncodingTests {
    private static func isRefused(_ text: String, _ encoding: ValueEncoding) -> Bool {
        EncodedValue.text(text, encoding).hasPrefix("refused: ")
    }

    @Test(arguments: ["2026-11-23", "0001-01-01", "9999-12-31", "0000-00-00"])
    func `a date of MySQL's calendar is bound as it is`(text: String) {
        #expect(EncodedValue.text(text, .date) == "temporal " + text)
    }

    @Test(arguments: ["infinity", "-infinity", "0044-03-15 BC", "10000-01-01", "12026-11-23", "", "2026-11-2"])
    func `a date beyond MySQL's calendar is refused`(text: String) {
        #expect(Self.isRefused(text, .date))
    }

    @Test(arguments: [
        ("00:00:00", 0), ("24:00:00", 0), ("12:34:56.123456", 6), ("12:34:56.120", 2), ("12:34:56.000000", 0),
    ])
    func `a time whose fraction the column keeps is bound as it is`(text: String, precision: Int) {
        #expect(EncodedValue.text(text, .time(precision: precision)) == "temporal " + text)
    }

    @Test(arguments: [("12:34:56.1", 0), ("12:34:56.123456", 5), ("12:34:56.001", 2)])
    func `digits that the column would round away are refused`(text: String, precision: Int) {
        let reason = "refused: it has more than \(precision) digits of a second's fraction"
        #expect(EncodedValue.text(text, .time(precision: precision)) == reason)
        #expect(EncodedValue.text("2026-11-23 " + text, .timestamp(precision: precision)) == reason)
        #expect(EncodedValue.text("2026-11-23 " + text + "+00", .timestampWithZone(precision: precision)) == reason)
    }

    @Test(arguments: ["2026-11-23 05:01:39.293515", "0001-01-01 00:00:00", "9999-12-31 23:59:59.999999"])
    func `a timestamp of MySQL's calendar is bound as it is`(text: String) {
        #expect(EncodedValue.text(text, .timestamp(precision: 6)) == "temporal " + text)
    }

    @Test func `a timestamp before Christ is refused, with a zone or without`() {
        #expect(Self.isRefused("0044-03-15 12:00:00 BC", .timestamp(precision: 6)))
        #expect(Self.isRefused("0044-03-15 12:00:00+00 BC", .timestampWithZone(precision: 6)))
    }

    @Test(arguments: ["infinity", "-infinity", "10000-01-01 00:00:00", "294276-12-31 23:59:59"])
    func `a timestamp beyond MySQL's calendar is refused`(text: String) {
        #expect(Self.isRefused(text, .timestamp(precision: 6)))
        #expect(Self.isRefused(text + "+00", .timestampWithZone(precision: 6)))
    }

    @Test func `a timestamp with a zone is bound in UTC, without it`() {
        let encoding = ValueEncoding.timestampWithZone(precision: 6)
        #expect(EncodedValue.text("2026-11-23 05:01:39.293515+08", encoding) == "temporal 2026-11-22 21:01:39.293515")
        #expect(EncodedValue.text("2026-11-23 05:01:39+00", encoding) == "temporal 2026-11-23 05:01:39")
    }
}
