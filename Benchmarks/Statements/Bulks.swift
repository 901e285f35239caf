import MySQLClient

extension WritingForm {
    static var bulks: [WritingForm] {
        [100, 1_000].flatMap { [bulkInsert($0), bulkUpdate($0), bulkDelete($0)] }
    }

    private static func bulkInsert(_ size: Int) -> WritingForm {
        bulk(
            "INSERT in bulk, \(size) rows",
            size,
            empty,
            isScattered: false,
            { "INSERT INTO \($0.name($1)) VALUES (?,?,?,?)" }
        ) { worker, id in
            worker.append(id: id)
            worker.appendRest(id: id)
        }
    }

    private static func bulkUpdate(_ size: Int) -> WritingForm {
        bulk(
            "UPDATE in bulk, \(size) rows",
            size,
            fill,
            isScattered: true,
            { "UPDATE \($0.name($1)) SET k = ?, c = ?, pad = ? WHERE id = ?" }
        ) {
            worker,
            id in
            worker.appendRest(id: id)
            worker.append(id: id)
        }
    }

    private static func bulkDelete(_ size: Int) -> WritingForm {
        bulk(
            "DELETE in bulk, \(size) rows",
            size,
            fill,
            isScattered: true,
            { "DELETE FROM \($0.name($1)) WHERE id = ?" }
        ) { $0.append(id: $1) }
    }

    private static func bulk(
        _ name: String,
        _ size: Int,
        _ setUp: @escaping (Worker) throws -> Void,
        isScattered: Bool,
        _ sql: @escaping (Worker, Int) -> String,
        _ append: @escaping (Worker, Int) -> Void
    ) -> WritingForm {
        WritingForm(
            name: name,
            isOfMariaDBOnly: true,
            setUp: { worker in
                try setUp(worker)
                for table in 0..<Worker.tableCount { _ = try worker.statement(sql(worker, table)) }
            },
            write: { worker, transaction in
                let statement = try worker.statement(sql(worker, transaction.table))
                for ids in (isScattered ? transaction.scattered : transaction).runs(of: size) {
                    worker.parameters.removeAll()
                    for id in ids { append(worker, id) }
                    worker.expect(try statement.executeInBulk(worker.parameters), ids.count)
                }
            }
        )
    }
}
