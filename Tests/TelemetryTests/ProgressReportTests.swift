internal import ChangeModel
internal import Telemetry
internal import Testing

struct ProgressReportTests {
    private func time(_ seconds: Double) -> CommitTime {
        CommitTime(microsecondsSinceEpoch: 1_000_000_000 + Int64(seconds * 1_000_000))
    }

    private func snapshot(_ transactions: UInt64, _ rows: UInt64, at position: UInt64, commit: CommitTime? = nil)
        -> PipelineCounters.Snapshot
    {
        var snapshot = PipelineCounters.Snapshot()
        snapshot.transactions = transactions
        snapshot.rows = rows
        snapshot.position = LSN(position)
        snapshot.commitTime = commit
        return snapshot
    }

    @Test func `where nothing happened there is no line`() {
        var report = ProgressReport(startedAt: time(0))
        #expect(report.line(PipelineCounters.Snapshot(), at: time(10)) == nil)
        let something = snapshot(1, 1, at: 16)
        #expect(report.line(something, at: time(20)) != nil)
        #expect(report.line(something, at: time(30)) == nil)
    }

    @Test func `rates are those since the last line`() {
        var report = ProgressReport(startedAt: time(0))
        #expect(
            report.line(snapshot(100, 1_000, at: 0x23), at: time(10))
                == "10 transactions/s, 100 rows/s, 100 transactions in all, at 0/23"
        )
        #expect(
            report.line(snapshot(110, 1_500, at: 0x24), at: time(15))
                == "2 transactions/s, 100 rows/s, 110 transactions in all, at 0/24"
        )
    }

    @Test func `a silence between two lines counts for the rates`() {
        var report = ProgressReport(startedAt: time(0))
        _ = report.line(snapshot(10, 10, at: 1), at: time(10))
        _ = report.line(snapshot(10, 10, at: 1), at: time(20))
        let line = report.line(snapshot(30, 30, at: 2), at: time(30))
        #expect(line?.hasPrefix("1 transactions/s, 1 rows/s") == true)
    }

    @Test func `the age of the last commit is told in tenths of seconds, and only of a new one`() {
        var report = ProgressReport(startedAt: time(0))
        let first = report.line(snapshot(1, 1, at: 1, commit: time(7.75)), at: time(10))
        #expect(first?.hasSuffix("; last commit 2.3 s ago") == true)
        let second = report.line(snapshot(1, 1, at: 2, commit: time(7.75)), at: time(20))
        #expect(second?.contains("last commit") == false)
    }

    @Test func `a source whose clock is ahead is no time behind`() {
        var report = ProgressReport(startedAt: time(0))
        let line = report.line(snapshot(1, 1, at: 1, commit: time(60)), at: time(10))
        #expect(line?.hasSuffix("; last commit 0.0 s ago") == true)
    }

    @Test func `two lines at one moment divide by no zero`() {
        var report = ProgressReport(startedAt: time(5))
        let line = report.line(snapshot(1, 2, at: 1), at: time(5))
        #expect(line?.hasPrefix("1000 transactions/s, 2000 rows/s") == true)
    }
}
