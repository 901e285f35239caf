internal import ChangeModel

/// One worker's row of the progress table, as it is to be written.
struct WorkerProgress {
    /// Every transaction up to here is applied.
    var position: LSN
    var commitTime: CommitTime?
    /// What this worker has applied beyond it, encoded.
    var above: [UInt8] = []
    /// What this worker has applied in all.
    var transactions: UInt64 = 0
    var rows: UInt64 = 0

    init(position: LSN, commitTime: CommitTime?) {
        self.position = position
        self.commitTime = commitTime
    }

    /// For a SET list.
    var assignments: String {
        "position = \(position.rawValue), position_text = '\(position)', applied_above = \(HexadecimalBytes.literal(above)),"
            + " commit_time_microseconds = \(commitTime?.microsecondsSinceEpoch ?? 0), transactions = \(transactions), row_changes = \(rows)"
    }
}
