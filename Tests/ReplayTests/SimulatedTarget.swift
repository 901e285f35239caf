internal import ChangeModel
internal import TestSupport

@testable import Replay

/// A target and its progress table in memory: what a crash would leave of a session, and what the next one would read.
struct SimulatedTarget {
    /// One transaction of the source's stream.
    struct Transaction {
        let position: LSN
        let rows: Int
        /// It has no rows: nothing is committed for it.
        var isEmpty: Bool { rows == 0 }
    }

    private(set) var committed: Set<LSN> = []
    private(set) var committedRows = 0
    private var rows: [WorkerProgress] = []

    /// The progress as the rows of all workers say it together.
    var progress: ProgressTable.Progress {
        let position = rows.map(\.position).max() ?? .zero
        let ranges = rows.map { row in
            guard let ranges = AppliedRanges(row.above) else { preconditionFailure("a row holds what was encoded") }
            return ranges
        }
        return ProgressTable.Progress(
            stream: "s",
            position: position,
            above: AppliedRanges.union(ranges).above(position),
            commitTime: rows.last { $0.position == position }?.commitTime,
            transactions: rows.reduce(0) { $0 + $1.transactions },
            rows: rows.reduce(0) { $0 + $1.rows }
        )
    }

    /// A session begins: every worker gets a row, and the first one carries on what all had.
    mutating func takeOver(workers: Int) -> ProgressTable.Progress {
        let found = progress
        rows = (0..<workers).map { worker in
            var row = WorkerProgress(position: found.position, commitTime: found.commitTime)
            guard worker == 0 else { return row }
            row.above = found.above.encoded(above: found.position)
            row.transactions = found.transactions
            row.rows = found.rows
            return row
        }
        return found
    }

    /// Commits transactions with the row that their worker wrote beside them; false where one was there already.
    mutating func commit(_ transactions: [SourceTransaction], _ row: WorkerProgress, by worker: Int) -> Bool {
        rows[worker] = row
        var isNew = true
        for transaction in transactions {
            isNew = committed.insert(transaction.commit.position).inserted && isNew
            committedRows += transaction.rowCount
        }
        return isNew
    }

    mutating func note(_ row: WorkerProgress) {
        rows[0] = row
    }
}
