import ChangeModel
import Testing

struct CommitTimeTests {
    @Test(arguments: [
        ("1970-01-01 00:00:00+00", 0), ("1970-01-01 00:00:00", 0), ("1970-01-01T00:00:00Z", 0),
        ("2026-11-23 05:01:39.293515+00", 1_795_410_099_293_515),
        ("2026-11-23 13:01:39.293515+08", 1_795_410_099_293_515),
        ("2026-11-22 23:31:39.293515-05:30", 1_795_410_099_293_515),
        ("2026-11-23 05:01:39.3+00", 1_795_410_099_300_000),
        ("1969-12-31 23:59:59.999999+00", -1), ("1970-01-01 00:00:00+00:00:01", -1_000_000),
        ("1970-01-01 00:00:60+00", 60_000_000), ("12026-11-23 00:00:00+00", 317_364_912_000_000_000),
    ])
    func readsTheServersIsoStyle(_ text: String, _ microseconds: Int64) {
        #expect(CommitTime(text)?.microsecondsSinceEpoch == microseconds)
    }

    @Test(arguments: [
        "", "infinity", "-infinity", "2026-11-23", "2026-11-23 05:01", "23-11-2026 05:01:39", "2026-11-23 24:00:00",
        "2026-11-23 05:60:00", "2026-11-23 05:01:61", "2026-02-30 00:00:00", "2026-00-01 00:00:00",
        "2026-11-23 05:01:39.",
        "2026-11-23 05:01:39.1234567", "2026-11-23 05:01:39+", "2026-11-23 05:01:39+24", "2026-11-23 05:01:39+08:60",
        "2026-11-23 05:01:39 UTC", "2026-11-23 05:01:39+00 BC", "2026-11-23 05:01:39+00x", " 2026-11-23 05:01:39",
        "0044-03-15 00:00:00 BC", "2026-11-23  05:01:39", "-2026-11-23 05:01:39",
    ])
    func refusesEverythingElse(_ text: String) {
        #expect(CommitTime(text) == nil)
    }

    @Test func refusesAYearWhoseMicrosecondsDoNotFit() {
        #expect(CommitTime("294246-12-31 00:00:00+00") != nil)
        #expect(CommitTime("294248-01-01 00:00:00+00") == nil)
        #expect(CommitTime("999999-12-31 23:59:59+00") == nil)
    }

    @Test(arguments: [
        (0, "1970-01-01 00:00:00+00"), (1_795_410_099_293_515, "2026-11-23 05:01:39.293515+00"),
        (1_795_410_099_100_000, "2026-11-23 05:01:39.1+00"), (-1, "1969-12-31 23:59:59.999999+00"),
        (-86_400_000_000, "1969-12-31 00:00:00+00"), (-62_135_596_800_000_000, "0001-01-01 00:00:00+00"),
    ])
    func printsTheServersSpellingInUTC(_ microseconds: Int64, _ text: String) {
        #expect(CommitTime(microsecondsSinceEpoch: microseconds).description == text)
    }

    @Test(arguments: [Int64.min, Int64.max, 0, 951_782_400_123_456])
    func describesEveryNumberWithoutTrapping(_ microseconds: Int64) {
        #expect(!CommitTime(microsecondsSinceEpoch: microseconds).description.isEmpty)
    }

    @Test func secondsUntilAnEarlierTimeAreZero() {
        let early = CommitTime(microsecondsSinceEpoch: 1_000_000)
        let late = CommitTime(microsecondsSinceEpoch: 3_500_000)
        #expect(early.seconds(until: late) == 2.5)
        #expect(late.seconds(until: early) == 0)
    }

    @Test func secondsBetweenTheExtremesDoNotOverflow() {
        let first = CommitTime(microsecondsSinceEpoch: .min)
        let last = CommitTime(microsecondsSinceEpoch: .max)
        #expect(first.seconds(until: last) > 1e13)
        #expect(last.seconds(until: first) == 0)
    }

    @Test func nowLiesBehindTheDayThisWasWritten() {
        #expect(CommitTime.now().microsecondsSinceEpoch > 1_700_000_000_000_000)
    }
}
