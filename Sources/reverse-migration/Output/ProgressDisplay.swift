import Glibc
import Synchronization
import Threading
import Verification

/// Shows how far a comparison is on standard error: a bar that moves on a terminal, now and then a plain line elsewhere.
final class ProgressDisplay: Sendable {
    private let progress: VerificationProgress
    private let isTerminal: Bool
    private let intervalMilliseconds: Int
    private let ended = StopRequest()
    private let isDone = StopRequest()

    private static let barIntervalMilliseconds = 200

    init(_ progress: VerificationProgress, intervalMilliseconds: Int) {
        self.progress = progress
        isTerminal = isatty(STDERR_FILENO) == 1
        self.intervalMilliseconds = isTerminal ? Self.barIntervalMilliseconds : intervalMilliseconds
        _ = WorkerThread(name: "progress") { self.run() }
    }

    /// Takes the bar away.
    func end() {
        ended.request()
        while !isDone.wait(milliseconds: 1_000) {}
    }

    private func run() {
        var bar = ProgressBar()
        while !ended.wait(milliseconds: intervalMilliseconds) {
            let now = progress.snapshot
            guard !now.table.isEmpty else { continue }
            bar.measure(rows: now.rows, atMilliseconds: MonotonicTime.now().milliseconds)
            let line = bar.line(
                fraction: now.fraction,
                rows: now.rows,
                expectedRows: now.expectedRows,
                table: now.table,
                differences: now.differences,
                width: isTerminal ? Self.terminalWidth : 200
            )
            // Back to the line's start, and what was there before is wiped out.
            say(isTerminal ? "\r\u{1B}[K" + line : line + "\n")
        }
        if isTerminal { say("\r\u{1B}[K") }
        isDone.request()
    }

    private static var terminalWidth: Int {
        var size = winsize()
        return ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
    }

    private func say(_ text: String) {
        _ = Array(text.utf8).withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
