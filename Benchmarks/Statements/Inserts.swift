import MySQLClient

extension WritingForm {
    static var inserts: [WritingForm] {
        [16, 64, 256, 1_000].map(insertPrepared) + [64, 256, 1_000].map(insertText)
            + [20, 100, 1_000, 10_000].map(insertLoad)
    }

    private static let columns = ["id", "k", "c", "pad"].map { LoadColumn(name: $0, form: .plain) }

    static func empty(_ worker: Worker) throws {
        worker.forgetStatements()
        for table in 0..<Worker.tableCount { try worker.connection.execute("TRUNCATE TABLE \(worker.name(table))") }
    }

    private static func insertPrepared(_ size: Int) -> WritingForm {
        func sql(_ worker: Worker, _ table: Int, _ count: Int) -> String {
            "INSERT INTO \(worker.name(table)) VALUES "
                + Array(repeating: "(?,?,?,?)", count: count).joined(separator: ",")
        }
        let sizes = [size, 1_000 % size].filter { $0 > 0 }
        return WritingForm(
            name: "INSERT prepared, \(size) rows",
            setUp: { worker in
                try empty(worker)
                for table in 0..<Worker.tableCount {
                    for size in sizes { _ = try worker.statement(sql(worker, table, size)) }
                }
            },
            write: { worker, transaction in
                for ids in transaction.runs(of: size) {
                    appendRows(ids, worker)
                    let statement = try worker.statement(sql(worker, transaction.table, ids.count))
                    worker.expect(try statement.execute(worker.parameters), ids.count)
                }
            }
        )
    }

    private static func insertText(_ size: Int) -> WritingForm {
        WritingForm(name: "INSERT text, \(size) rows", setUp: empty) { worker, transaction in
            for ids in transaction.runs(of: size) {
                appendList(of: ids, "INSERT INTO \(worker.name(transaction.table)) VALUES ", worker)
                try worker.sendBatch(changing: ids.count)
            }
        }
    }

    private static func insertLoad(_ size: Int) -> WritingForm {
        WritingForm(name: "LOAD DATA, \(size) rows", rowsPerTransaction: max(size, 1_000), setUp: empty) {
            worker,
            transaction in
            let statement = LoadStatement(table: worker.name(transaction.table), columns: columns)
            for ids in transaction.runs(of: size) { try load(ids, statement, worker) }
        }
    }

    static func load(_ ids: ArraySlice<Int>, _ statement: LoadStatement, isComposite: Bool = false, _ worker: Worker)
        throws
    {
        appendRows(ids, isComposite: isComposite, worker)
        worker.load.removeAll()
        for row in 0..<ids.count {
            worker.load.append(row: (4 * row)..<(4 * row + 4), of: worker.parameters, for: statement)
        }
        let outcome = try worker.connection.loadData(statement, content: worker.load)
        precondition(outcome.isComplete(rowCount: ids.count), "\(outcome)")
    }

    /// A statement of whole rows: what stands before them and behind them, too.
    static func appendList(of ids: ArraySlice<Int>, _ head: String, tail: String = "", _ worker: Worker) {
        appendRows(ids, worker)
        worker.batch.beginStatement()
        worker.batch.append(sql: head)
        for row in 0..<ids.count {
            if row > 0 { worker.batch.append(sql: ",") }
            worker.batch.append(row: (4 * row)..<(4 * row + 4), of: worker.parameters)
        }
        worker.batch.append(sql: tail)
        worker.batch.endStatement()
    }

    static func appendRows(_ ids: ArraySlice<Int>, isComposite: Bool = false, _ worker: Worker) {
        worker.parameters.removeAll()
        for id in ids {
            worker.append(id: id)
            worker.appendRest(id: id, isComposite: isComposite)
        }
    }

    /// The rows that updates and deletes find.
    static func fill(_ worker: Worker) throws {
        try empty(worker)
        for table in 0..<Worker.tableCount {
            let ids = Array(0..<(rowsPerWorker / Worker.tableCount))
            try load(ids[...], LoadStatement(table: worker.name(table), columns: columns), worker)
        }
    }

    static func fillComposite(_ worker: Worker) throws {
        worker.forgetStatements()
        for table in 0..<Worker.tableCount {
            try worker.connection.execute("TRUNCATE TABLE \(worker.compositeName(table))")
            let ids = Array(0..<(rowsPerWorker / Worker.tableCount))
            let statement = LoadStatement(table: worker.compositeName(table), columns: columns)
            try load(ids[...], statement, isComposite: true, worker)
        }
    }
}
