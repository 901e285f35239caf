import MySQLClient

extension WritingForm {
    static var updates: [WritingForm] {
        [updatePrepared()] + [10, 100, 1_000].map(updateText) + [100, 1_000].map(rewrite)
            + [100, 1_000].flatMap { [replace($0), insertOrUpdate($0)] }
    }

    private static func updatePrepared() -> WritingForm {
        func sql(_ worker: Worker, _ table: Int) -> String {
            "UPDATE \(worker.name(table)) SET k = ?, c = ?, pad = ? WHERE id = ?"
        }
        return WritingForm(
            name: "UPDATE prepared, one by one",
            setUp: { worker in
                try fill(worker)
                for table in 0..<Worker.tableCount { _ = try worker.statement(sql(worker, table)) }
            },
            write: { worker, transaction in
                let statement = try worker.statement(sql(worker, transaction.table))
                for id in transaction.scattered.ids {
                    worker.parameters.removeAll()
                    worker.appendRest(id: id)
                    worker.append(id: id)
                    worker.expect(try statement.execute(worker.parameters), 1)
                }
            }
        )
    }

    private static func updateText(_ size: Int) -> WritingForm {
        WritingForm(name: "UPDATE text, \(size) in a packet", setUp: fill) { worker, transaction in
            for ids in transaction.scattered.runs(of: size) {
                for id in ids { appendUpdate(id, transaction.table, worker) }
                try worker.sendBatch(changing: ids.count)
            }
        }
    }

    /// The rows go, found by the list of their keys, and come as they shall be.
    private static func rewrite(_ size: Int) -> WritingForm {
        WritingForm(name: "UPDATE as DELETE by join and INSERT, \(size) rows", setUp: fill) { worker, transaction in
            for ids in transaction.scattered.runs(of: size) {
                appendDeleteByJoin(ids, transaction.table, worker)
                appendList(of: ids, "INSERT INTO \(worker.name(transaction.table)) VALUES ", worker)
                try worker.sendBatch(changing: 2 * ids.count)
            }
        }
    }

    private static func replace(_ size: Int) -> WritingForm {
        WritingForm(name: "UPDATE as REPLACE, \(size) rows", setUp: fill) { worker, transaction in
            for ids in transaction.scattered.runs(of: size) {
                appendList(of: ids, "REPLACE INTO \(worker.name(transaction.table)) VALUES ", worker)
                try worker.sendBatch(changing: 2 * ids.count)
            }
        }
    }

    private static func insertOrUpdate(_ size: Int) -> WritingForm {
        WritingForm(name: "UPDATE as INSERT ON DUPLICATE KEY, \(size) rows", setUp: fill) { worker, transaction in
            for ids in transaction.scattered.runs(of: size) {
                let tail = " ON DUPLICATE KEY UPDATE k = VALUES(k), c = VALUES(c), pad = VALUES(pad)"
                appendList(of: ids, "INSERT INTO \(worker.name(transaction.table)) VALUES ", tail: tail, worker)
                try worker.sendBatch(changing: 2 * ids.count)
            }
        }
    }

    private static func appendUpdate(_ id: Int, _ table: Int, _ worker: Worker) {
        worker.parameters.removeAll()
        worker.appendRest(id: id)
        worker.append(id: id)
        worker.batch.beginStatement()
        worker.batch.append(sql: "UPDATE \(worker.name(table)) SET k = ")
        worker.batch.append(value: 0, of: worker.parameters)
        worker.batch.append(sql: ", c = ")
        worker.batch.append(value: 1, of: worker.parameters)
        worker.batch.append(sql: ", pad = ")
        worker.batch.append(value: 2, of: worker.parameters)
        worker.batch.append(sql: " WHERE id = ")
        worker.batch.append(value: 3, of: worker.parameters)
        worker.batch.endStatement()
    }
}
