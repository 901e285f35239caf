internal import Testing

@testable import reverse_migration

struct ProgressBarTests {
    private func line(_ bar: ProgressBar, width: Int = 200) -> String {
        bar.line(fraction: 0.5, rows: 500, expectedRows: 1_000, table: "public.t", differences: 2, width: width)
    }

    @Test func `the bar shows share, rate, time left and table`() {
        var bar = ProgressBar()
        bar.measure(rows: 100, atMilliseconds: 0)
        bar.measure(rows: 500, atMilliseconds: 4_000)
        let expected = "[############------------] 50 %  500 rows  100 rows/s  0:05 left  2 differences  public.t"
        #expect(line(bar) == expected)
    }

    @Test func `what an earlier run has compared is no rate`() {
        var bar = ProgressBar()
        bar.measure(rows: 1_000_000, atMilliseconds: 0)
        #expect(bar.rowsPerSecond == nil)
        #expect(line(bar) == "[############------------] 50 %  500 rows  2 differences  public.t")
    }

    @Test func `a line never breaks on its terminal`() {
        for width in [1, 20, 40, 80] { #expect(line(ProgressBar(), width: width).count < max(width, 21)) }
    }

    @Test(arguments: [(0.0, nil), (0.5, nil), (1.0, "16:40"), (100.0, "0:10"), (0.001, nil)] as [(Double, String?)])
    func `the time left is in hours where there are some`(_ rate: Double, _ expected: String?) {
        let text = ProgressBar.timeLeft(0, 1_000, rate)
        #expect(text == expected)
        #expect(ProgressBar.timeLeft(0, 10_000, 1) == "2:46:40")
        #expect(ProgressBar.timeLeft(10, 10, 1) == nil)
    }
}
