import ChangeModel
import MySQLClient
import Spool

/// Applies source transactions one by one, each as one transaction of the target, and so of its binary log.
struct TransactionLoader {
    private var statements: RowStatements

    init(_ target: MySQLOptions) throws {
        statements = try RowStatements(target)
    }

    /// Applies the first `limit` transactions; returns how many rows they had.
    consuming func apply(_ spool: String, transactions limit: Int) throws -> Int {
        var reader = SpoolReader(path: spool)
        var transactions = 0
        var rows = 0
        while transactions < limit, case .batch(let batch) = try reader.next() {
            for record in batch.records where transactions < limit {
                switch record {
                case .begin: try statements.connection.execute("START TRANSACTION")
                case .row(let change):
                    try statements.apply(change, of: batch)
                    rows += 1
                case .commit:
                    try statements.connection.execute("COMMIT")
                    transactions += 1
                case .position: break
                case .truncate, .schemaChange: preconditionFailure("the benchmarks' streams hold rows only")
                }
            }
        }
        return rows
    }
}
