/// What the server counted for one load. It turns most errors into warnings and skips rows that are duplicates, so only
/// `isComplete` says that every row is in the table as it was sent.
package struct LoadOutcome: Sendable, Equatable {
    /// Lines that the server read.
    package let records: UInt64
    package let affectedRows: UInt64
    package let skipped: UInt64
    package let warningCount: UInt32

    package init(records: UInt64, affectedRows: UInt64, skipped: UInt64, warningCount: UInt32) {
        self.records = records
        self.affectedRows = affectedRows
        self.skipped = skipped
        self.warningCount = warningCount
    }

    package func isComplete(rowCount: Int) -> Bool {
        let rowCount = UInt64(rowCount)
        return records == rowCount && affectedRows == rowCount && skipped == 0 && warningCount == 0
    }
}
