internal import Threading

/// Holds a reader to so many rows a second on average, whatever the size of its pieces.
struct Pace: Sendable {
    private let rowsPerSecond: Int?
    private var due = MonotonicTime.now()

    init(rowsPerSecond: Int?) {
        self.rowsPerSecond = rowsPerSecond
    }

    /// To be called when `rows` were read: waits until they may have been. What was not used up while the reader was slow is not saved up.
    mutating func took(rows: Int, _ stop: StopRequest) {
        guard let rowsPerSecond else { return }
        let now = MonotonicTime.now()
        due = max(due, now.adding(milliseconds: -1_000)).adding(milliseconds: rows * 1_000 / rowsPerSecond)
        let wait = due.milliseconds(since: now)
        if wait > 0 { stop.wait(milliseconds: wait) }
    }
}
