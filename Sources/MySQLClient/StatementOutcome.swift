/// What the server counted for one statement.
package struct StatementOutcome: Sendable, Equatable {
    /// Rows inserted, deleted, or found by an UPDATE, whether or not it changed them (the session has found-rows semantics).
    package let affectedRows: UInt64
    package let warningCount: UInt32

    package init(affectedRows: UInt64, warningCount: UInt32) {
        self.affectedRows = affectedRows
        self.warningCount = warningCount
    }
}
