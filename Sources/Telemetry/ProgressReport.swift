package import ChangeModel

/// Turns counters into the line that a process logs now and then: what it did since the last one, and how far behind it is.
package struct ProgressReport: Sendable {
    private var previous = PipelineCounters.Snapshot()
    private var previousTime: CommitTime

    package init(startedAt time: CommitTime) {
        previousTime = time
    }

    /// nil when nothing happened since the last line.
    package mutating func line(_ current: PipelineCounters.Snapshot, at time: CommitTime) -> String? {
        guard current != previous else { return nil }
        let seconds = max(previousTime.seconds(until: time), 0.001)
        let transactionRate = Double(current.transactions - previous.transactions) / seconds
        let rowRate = Double(current.rows - previous.rows) / seconds
        let newCommit = current.commitTime != previous.commitTime ? current.commitTime : nil
        previous = current
        previousTime = time
        let lag = newCommit.map { "; last commit \(Self.rounded($0.seconds(until: time))) s ago" } ?? ""
        return "\(Int(transactionRate.rounded())) transactions/s, \(Int(rowRate.rounded())) rows/s,"
            + " \(current.transactions) transactions in all, at \(current.position)\(lag)"
    }

    /// One decimal place.
    static func rounded(_ seconds: Double) -> Double {
        (seconds * 10).rounded() / 10
    }
}
