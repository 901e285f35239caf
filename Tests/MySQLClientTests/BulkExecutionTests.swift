import MySQLClient
import Testing

@Suite(.enabled(if: LiveServer.all.contains { $0.isMariaDB }))
struct BulkExecutionTests {
    private static let servers = LiveServer.all.filter(\.isMariaDB)

    @Test(arguments: servers)
    func `an update or delete counts the rows it found, all together`(server: LiveServer) throws {
        let connection = try server.connect(creating: "bulk_counts", "id INT PRIMARY KEY, v INT, t VARCHAR(20)")
        let insert = try connection.prepare("INSERT INTO bulk_counts VALUES (?, ?, ?)")
        var rows: [TestValue] = []
        for id in 0..<500 {
            let text = id % 3 == 1 ? "" : "text \(id)"
            rows += [.signed(Int64(id)), .signed(1), id % 3 == 0 ? TestValue.null : TestValue.text(text)]
        }
        #expect(try insert.executeInBulk(ParameterList(rows)).affectedRows == 500)
        let counts = "SELECT COUNT(*), COUNT(t), SUM(t = '') FROM bulk_counts"
        #expect(try connection.query(counts) == [["500", "333", "167"]])
        let update = try connection.prepare("UPDATE bulk_counts SET v = ? WHERE id = ?")
        let found = ParameterList((0..<100).flatMap { [.signed(1), .signed($0 * 2)] })
        #expect(try update.executeInBulk(found) == StatementOutcome(affectedRows: 100, warningCount: 0))
        let missing = ParameterList((450..<550).flatMap { [.signed(2), .signed($0)] })
        #expect(try update.executeInBulk(missing).affectedRows == 50)
        let delete = try connection.prepare("DELETE FROM bulk_counts WHERE id = ?")
        #expect(try delete.executeInBulk(ParameterList((0..<100).map { .signed($0) })).affectedRows == 100)
        #expect(try delete.execute(ParameterList([.signed(100)])).affectedRows == 1)
        #expect(try delete.executeInBulk(ParameterList([])).affectedRows == 0)
    }

    @Test(arguments: servers)
    func `an error has its class, and statement and connection go on`(server: LiveServer) throws {
        let connection = try server.connect(creating: "bulk_errors", "id INT PRIMARY KEY, v TINYINT")
        let insert = try connection.prepare("INSERT INTO bulk_errors VALUES (?, ?)")
        try connection.execute("BEGIN")
        let duplicate = ParameterList([.signed(1), .signed(1), .signed(2), .signed(1), .signed(1), .signed(1)])
        let error = try #require(throws: MySQLError.self) { try insert.executeInBulk(duplicate) }
        #expect(error.errorClass == .duplicateKey)
        try connection.execute("ROLLBACK")
        let tooLarge = ParameterList([.signed(3), .signed(1000)])
        #expect(try #require(throws: MySQLError.self) { try insert.executeInBulk(tooLarge) }.errorClass == .dataRefused)
        #expect(try insert.execute(ParameterList([.signed(1), .null])).affectedRows == 1)
        #expect(try insert.executeInBulk(ParameterList([.signed(2), .null, .signed(3), .null])).affectedRows == 2)
        #expect(try connection.text("SELECT COUNT(*) FROM bulk_errors") == "3")
    }

    @Test(arguments: servers)
    func `rows of changing width and number share the buffers`(server: LiveServer) throws {
        let connection = try server.connect(creating: "bulk_buffers", "id INT PRIMARY KEY, f FLOAT, d DOUBLE, b BLOB")
        let wide = try connection.prepare("INSERT INTO bulk_buffers VALUES (?, ?, ?, ?)")
        let narrow = try connection.prepare("UPDATE bulk_buffers SET f = ? WHERE id = ?")
        for count in [1, 700, 3, 1200] {
            var rows: [TestValue] = []
            for id in 0..<count {
                rows += [.signed(Int64(id)), .float(Float(id) / 3), .double(Double(id) / 3)]
                rows.append(id % 2 == 0 ? .bytes([0, 255]) : .null)
            }
            try connection.execute("DELETE FROM bulk_buffers")
            #expect(try wide.executeInBulk(ParameterList(rows)).affectedRows == UInt64(count))
            let updates = ParameterList((0..<count).flatMap { [.float(Float($0) / 7), .signed(Int64($0))] })
            #expect(try narrow.executeInBulk(updates).affectedRows == UInt64(count))
            let find = try connection.prepare("UPDATE bulk_buffers SET d = d WHERE f = ? AND d = ? AND id = ?")
            let last = count - 1
            let found = ParameterList([.float(Float(last) / 7), .double(Double(last) / 3), .signed(Int64(last))])
            #expect(try find.execute(found).affectedRows == 1)
        }
    }
}
