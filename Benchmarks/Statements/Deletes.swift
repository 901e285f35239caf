import MySQLClient

extension WritingForm {
    static var deletes: [WritingForm] {
        [deletePrepared()] + [100, 1_000].map(deletePreparedList) + [100, 1_000].map(deleteList)
            + [100, 1_000].map(deleteText) + [100, 1_000].map(deleteRowConstructors)
            + [100, 1_000].map(deleteAlternatives)
            + [100, 1_000].map(deleteJoin) + [100, 1_000].map(deleteCompositeJoin)
    }

    private static func deletePrepared() -> WritingForm {
        prepared("DELETE prepared, one by one", size: 1) { "DELETE FROM \($0.name($1)) WHERE id = ?" }
    }

    private static func deletePreparedList(_ size: Int) -> WritingForm {
        let places = Array(repeating: "?", count: size).joined(separator: ",")
        return prepared("DELETE prepared, IN of \(size)", size: size) { worker, table in
            "DELETE FROM \(worker.name(table)) WHERE id IN (\(places))"
        }
    }

    private static func prepared(_ name: String, size: Int, _ sql: @escaping (Worker, Int) -> String) -> WritingForm {
        WritingForm(
            name: name,
            setUp: { worker in
                try fill(worker)
                for table in 0..<Worker.tableCount { _ = try worker.statement(sql(worker, table)) }
            },
            write: { worker, transaction in
                let statement = try worker.statement(sql(worker, transaction.table))
                for ids in transaction.scattered.runs(of: size) {
                    worker.parameters.removeAll()
                    for id in ids { worker.append(id: id) }
                    worker.expect(try statement.execute(worker.parameters), ids.count)
                }
            }
        )
    }

    private static func deleteList(_ size: Int) -> WritingForm {
        WritingForm(name: "DELETE text, IN of \(size)", setUp: fill) { worker, transaction in
            for ids in transaction.scattered.runs(of: size) {
                worker.parameters.removeAll()
                for id in ids { worker.append(id: id) }
                worker.batch.beginStatement()
                worker.batch.append(sql: "DELETE FROM \(worker.name(transaction.table)) WHERE id IN ")
                worker.batch.append(row: 0..<ids.count, of: worker.parameters)
                worker.batch.endStatement()
                try worker.sendBatch(changing: ids.count)
            }
        }
    }

    private static func deleteText(_ size: Int) -> WritingForm {
        WritingForm(name: "DELETE text, \(size) in a packet", setUp: fill) { worker, transaction in
            for ids in transaction.scattered.runs(of: size) {
                worker.parameters.removeAll()
                for (index, id) in ids.enumerated() {
                    worker.append(id: id)
                    worker.batch.beginStatement()
                    worker.batch.append(sql: "DELETE FROM \(worker.name(transaction.table)) WHERE id = ")
                    worker.batch.append(value: index, of: worker.parameters)
                    worker.batch.endStatement()
                }
                try worker.sendBatch(changing: ids.count)
            }
        }
    }

    /// A composite key, as `(k, id) IN ((1, 2), …)`.
    private static func deleteRowConstructors(_ size: Int) -> WritingForm {
        composite("DELETE text, composite key, IN of \(size)", size) { worker, table, count in
            worker.batch.append(sql: "DELETE FROM \(worker.compositeName(table)) WHERE (k, id) IN (")
            for row in 0..<count {
                if row > 0 { worker.batch.append(sql: ",") }
                worker.batch.append(row: (2 * row)..<(2 * row + 2), of: worker.parameters)
            }
            worker.batch.append(sql: ")")
        }
    }

    /// A composite key, as `k = 1 AND id = 2 OR …`.
    private static func deleteAlternatives(_ size: Int) -> WritingForm {
        composite("DELETE text, composite key, OR of \(size)", size) { worker, table, count in
            worker.batch.append(sql: "DELETE FROM \(worker.compositeName(table)) WHERE ")
            for row in 0..<count {
                worker.batch.append(sql: row > 0 ? " OR k = " : "k = ")
                worker.batch.append(value: 2 * row, of: worker.parameters)
                worker.batch.append(sql: " AND id = ")
                worker.batch.append(value: 2 * row + 1, of: worker.parameters)
            }
        }
    }

    /// The keys as a table that is read first, so that each row is looked up, whatever the optimizer thinks of a long list.
    private static func deleteJoin(_ size: Int) -> WritingForm {
        WritingForm(name: "DELETE text, join of \(size)", setUp: fill) { worker, transaction in
            for ids in transaction.scattered.runs(of: size) {
                appendDeleteByJoin(ids, transaction.table, worker)
                try worker.sendBatch(changing: ids.count)
            }
        }
    }

    static func appendDeleteByJoin(_ ids: ArraySlice<Int>, _ table: Int, _ worker: Worker) {
        worker.parameters.removeAll()
        for id in ids { worker.append(id: id) }
        worker.batch.beginStatement()
        worker.batch.append(sql: "DELETE t FROM ")
        appendKeys(["id"], count: ids.count, worker)
        worker.batch.append(sql: " STRAIGHT_JOIN \(worker.name(table)) t ON t.id = v.id")
        worker.batch.endStatement()
    }

    private static func deleteCompositeJoin(_ size: Int) -> WritingForm {
        composite("DELETE text, composite key, join of \(size)", size) { worker, table, count in
            worker.batch.append(sql: "DELETE t FROM ")
            appendKeys(["k", "id"], count: count, worker)
            let name = worker.compositeName(table)
            worker.batch.append(sql: " STRAIGHT_JOIN \(name) t ON t.k = v.k AND t.id = v.id")
        }
    }

    /// `(SELECT 1 id UNION ALL VALUES (2),(3)) v`; the SELECT names the columns, for which the servers have no common way.
    private static func appendKeys(_ names: [String], count: Int, _ worker: Worker) {
        let row = worker.connection.serverVersion.flavour == .mysql ? "ROW" : ""
        worker.batch.append(sql: "(SELECT ")
        for (index, name) in names.enumerated() {
            if index > 0 { worker.batch.append(sql: ",") }
            worker.batch.append(value: index, of: worker.parameters)
            worker.batch.append(sql: " \(name)")
        }
        if count > 1 { worker.batch.append(sql: " UNION ALL VALUES ") }
        for index in 1..<max(1, count) {
            worker.batch.append(sql: index > 1 ? ",\(row)" : row)
            worker.batch.append(row: (index * names.count)..<((index + 1) * names.count), of: worker.parameters)
        }
        worker.batch.append(sql: ") v")
    }

    private static func composite(
        _ name: String,
        _ size: Int,
        _ append: @escaping (Worker, Int, Int) -> Void
    ) -> WritingForm {
        WritingForm(name: name, setUp: fillComposite) { worker, transaction in
            for ids in transaction.scattered.runs(of: size) {
                worker.parameters.removeAll()
                for id in ids {
                    worker.append(id: Worker.group(of: id))
                    worker.append(id: id)
                }
                worker.batch.beginStatement()
                append(worker, transaction.table, ids.count)
                worker.batch.endStatement()
                try worker.sendBatch(changing: ids.count)
            }
        }
    }
}
