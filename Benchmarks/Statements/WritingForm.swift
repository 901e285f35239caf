import MySQLClient

/// One way to write rows: what its tables hold before, and how a transaction's rows are written.
struct WritingForm {
    let name: String
    var isOfMariaDBOnly = false
    var rowsPerTransaction = 1_000
    /// Brings the tables into the state that the form begins with.
    let setUp: (Worker) throws -> Void
    let write: (Worker, Transaction) throws -> Void

    /// Rows of one table, one after the other or in no order.
    struct Transaction {
        let table: Int
        let ids: [Int]

        /// The ids in runs of `size`.
        func runs(of size: Int) -> [ArraySlice<Int>] {
            stride(from: 0, to: ids.count, by: size).map { ids[$0..<min($0 + size, ids.count)] }
        }
    }

    static let rowsPerWorker = 20_000

    /// Every table gets the same ids. They come in an order that is the same in every round.
    var transactions: [Transaction] {
        (0..<(Self.rowsPerWorker / rowsPerTransaction)).map { number in
            let pass = number / Worker.tableCount
            let first = pass * rowsPerTransaction
            return Transaction(table: number % Worker.tableCount, ids: Array(first..<(first + rowsPerTransaction)))
        }
    }

    static var all: [WritingForm] {
        inserts + updates + deletes + bulks
    }
}

extension WritingForm.Transaction {
    /// Far from each other, as the ids of updates are: a fixed permutation of the transaction's ids.
    var scattered: WritingForm.Transaction {
        let step = 617  // has no factor in common with a transaction's size
        let mixed = ids.indices.map { ids[$0 * step % ids.count] }
        return WritingForm.Transaction(table: table, ids: mixed)
    }
}
