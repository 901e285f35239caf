internal import Synchronization

/// How far a comparison is. Written by the thread that compares, read by any.
package final class VerificationProgress: Sendable {
    /// At one moment.
    package struct Snapshot: Sendable, Equatable {
        package var table = ""
        package var tablesDone = 0
        package var tables = 0
        /// Of the source, of all tables; those of an earlier run are in it.
        package var rows = 0
        /// As far as the servers' statistics say how many there will be.
        package var expectedRows = 0
        package var differences = 0

        /// From 0 to 1; what the statistics did not know is never more than all.
        package var fraction: Double {
            if tablesDone == tables { return 1 }
            return expectedRows == 0 ? 0 : min(Double(rows) / Double(expectedRows), 0.999)
        }
    }

    private let state = Mutex(Snapshot())

    package init() {}

    package var snapshot: Snapshot { state.withLock { $0 } }

    func begin(tables: Int, expectedRows: Int) {
        state.withLock {
            $0.tables = tables
            $0.expectedRows = expectedRows
        }
    }

    func began(_ table: String) { state.withLock { $0.table = table } }

    func compared(rows: Int) { state.withLock { $0.rows += rows } }

    func found(differences: Int) { state.withLock { $0.differences += differences } }

    /// `expected` rows were counted on, `actual` came.
    func finished(expected: Int, actual: Int) {
        state.withLock {
            $0.tablesDone += 1
            $0.expectedRows += actual - expected
        }
    }
}
