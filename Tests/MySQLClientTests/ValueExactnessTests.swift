import MySQLClient
import Testing

/// What is bound is what is stored, and what is found again; on tables without an index, where nothing but the
/// comparison itself decides.
@Suite(.enabled(if: !LiveServer.all.isEmpty))
struct ValueExactnessTests {
    @Test(arguments: LiveServer.all)
    func `numbers above 2 to the power of 53 find their own row only`(server: LiveServer) throws {
        let connection = try server.connect(creating: "big_numbers", "s BIGINT, u BIGINT UNSIGNED")
        for offset in 0..<5 {
            try connection.run(
                "INSERT INTO big_numbers VALUES (?, ?)",
                .signed(9_007_199_254_740_992 + Int64(offset)),
                .unsigned(.max - UInt64(offset))
            )
        }
        let find = { (condition: String, value: TestValue) in
            try connection.run("UPDATE big_numbers SET s = s WHERE \(condition)", value).affectedRows
        }
        #expect(try find("s = ?", .signed(9_007_199_254_740_993)) == 1)
        #expect(try find("u = ?", .unsigned(.max)) == 1)
        #expect(try find("u <=> ?", .unsigned(.max - 1)) == 1)
        #expect(try find("u = ?", .signed(-1)) == 0)
    }

    @Test(arguments: LiveServer.all)
    func `a decimal finds its own row only, alone and in a list`(server: LiveServer) throws {
        let connection = try server.connect(creating: "decimals", "d DECIMAL(40, 10), w DECIMAL(65, 30)")
        let digits = "123456789012345678901234567890.100000000"
        let wide = "-99999999999999999999999999999999999.999999999999999999999999999999"
        for last in 0..<8 {
            try connection.run("INSERT INTO decimals VALUES (?, ?)", .decimal("\(digits)\(last)"), .decimal(wide))
        }
        #expect(try connection.text("SELECT w FROM decimals LIMIT 1") == wide)
        let one = try connection.run("UPDATE decimals SET d = d WHERE d <=> ?", .decimal(digits + "3"))
        #expect(one.affectedRows == 1)
        let two = try connection.run(
            "UPDATE decimals SET d = d WHERE d IN (?, ?)",
            .decimal(digits + "3"),
            .decimal(digits + "4")
        )
        #expect(two.affectedRows == 2)
    }

    @Test(arguments: LiveServer.all)
    func `a FLOAT is found again by the float that was stored`(server: LiveServer) throws {
        let connection = try server.connect(creating: "floats", "f FLOAT, d DOUBLE")
        let values: [Float] = [0.1, -3.4e38, 1.1754944e-38, .leastNonzeroMagnitude, 16_777_215, 1 / 3]
        for value in values {
            try connection.run("INSERT INTO floats VALUES (?, ?)", .float(value), .double(Double(value)))
            let byFloat = try connection.run("UPDATE floats SET f = f WHERE f <=> ?", .float(value))
            let byDouble = try connection.run("UPDATE floats SET d = d WHERE d <=> ?", .double(Double(value)))
            #expect(byFloat.affectedRows == 1)
            #expect(byDouble.affectedRows == 1)
        }
    }

    @Test(arguments: LiveServer.all)
    func `text, empty text, bytes and NULL stay four things`(server: LiveServer) throws {
        let connection = try server.connect(
            creating: "texts",
            "id INT PRIMARY KEY, t VARCHAR(100) COLLATE utf8mb4_bin, l VARCHAR(100) CHARACTER SET latin1, b BLOB"
        )
        let insert = try connection.prepare("INSERT INTO texts VALUES (?, ?, ?, ?)")
        try insert.execute(ParameterList([.signed(1), .text("\u{1F600} 字 é"), .text("é"), .bytes([0, 1, 0, 255, 0])]))
        try insert.execute(ParameterList([.signed(2), .text(""), .text(""), .bytes([])]))
        try insert.execute(ParameterList([.signed(3), .null, .null, .null]))
        #expect(
            try connection.query("SELECT t, HEX(l), HEX(b) FROM texts ORDER BY id") == [
                ["\u{1F600} 字 é", "E9", "000100FF00"], ["", "", ""], [nil, nil, nil],
            ]
        )
        let find = { (condition: String, value: TestValue) in
            try connection.run("UPDATE texts SET t = t WHERE \(condition)", value).affectedRows
        }
        #expect(try find("t <=> ?", .text("\u{1F600} 字 é")) == 1)
        #expect(try find("t <=> ?", .text("")) == 1)
        #expect(try find("t <=> ?", .null) == 1)
        #expect(try find("b <=> ?", .bytes([0, 1, 0, 255, 0])) == 1)
        #expect(try find("l = ?", .text("é")) == 1)
    }

    @Test(arguments: LiveServer.all)
    func `bytes are stored as they are, text is converted to the column's character set`(server: LiveServer) throws {
        let connection = try server.connect(creating: "converted", "l VARCHAR(10) CHARACTER SET latin1")
        try connection.run("INSERT INTO converted VALUES (?), (?)", .bytes([0xE9]), .text("é"))
        #expect(try connection.query("SELECT HEX(l) FROM converted") == [["E9"], ["E9"]])
    }

    @Test(arguments: LiveServer.all)
    func `a time is compared as a time, to the microsecond`(server: LiveServer) throws {
        let connection = try server.connect(
            creating: "times",
            "dt DATETIME(6), ts TIMESTAMP(6) NULL, d DATE, t TIME(6)"
        )
        for microsecond in 0..<3 {
            let time = "10:00:00.00000\(microsecond)"
            let stamp = TestValue.temporal("2026-03-29 \(time)")
            let date = TestValue.temporal("2026-03-2\(microsecond)")
            try connection.run("INSERT INTO times VALUES (?, ?, ?, ?)", stamp, stamp, date, .temporal(time))
        }
        let find = { (condition: String, value: String) in
            try connection.run("UPDATE times SET d = d WHERE \(condition)", .temporal(value)).affectedRows
        }
        #expect(try find("dt <=> ?", "2026-03-29 10:00:00.000001") == 1)
        #expect(try find("ts <=> ?", "2026-03-29 10:00:00.000002") == 1)
        #expect(try find("dt <=> ?", "2026-03-29 10:00:00") == 1)
        #expect(try find("d <=> ?", "2026-03-21") == 1)
        #expect(try find("t <=> ?", "10:00:00.000002") == 1)
    }

    @Test(arguments: LiveServer.all)
    func `a NULL among the values does not make the server parse the statement again`(server: LiveServer) throws {
        let connection = try server.connect(creating: "reprepared", "id INT PRIMARY KEY, n BIGINT, t VARCHAR(20)")
        func reprepared() throws -> Int {
            Int(try connection.query("SHOW SESSION STATUS LIKE 'Com_stmt_reprepare'").first?[1] ?? "") ?? -1
        }
        let insert = try connection.prepare("INSERT INTO reprepared VALUES (?, ?, ?)")
        try insert.execute(ParameterList([.signed(0), .signed(5), .text("x")]))
        let before = try reprepared()
        for id in 1...10 {
            let values: [TestValue] = id % 2 == 0 ? [.null, .null] : [.signed(5), .text("x")]
            try insert.execute(ParameterList([.signed(Int64(id))] + values))
        }
        #expect(try reprepared() == before)
    }

    /// The promise that a row value never reaches a log, kept against every refusal that a row can meet.
    @Test(arguments: LiveServer.all)
    func `no refusal tells the value`(server: LiveServer) throws {
        let connection = try server.connect(
            creating: "refusals",
            """
            id BIGINT PRIMARY KEY, i INT, c CHAR(3), dt DATETIME, e ENUM('a'), j JSON, \
            l VARCHAR(20) CHARACTER SET latin1, d DECIMAL(5, 2), positive INT, CHECK (positive > 0)
            """
        )
        try connection.run("INSERT INTO refusals (id) VALUES (?)", .signed(4711))
        let refused: [(column: String, value: TestValue, classes: [ErrorClass])] = [
            ("id", .signed(4711), [.duplicateKey]), ("i", .text("4711abc"), [.dataRefused]),
            ("i", .signed(47_114_711_471_147), [.dataRefused]), ("c", .text("4711"), [.dataRefused]),
            ("dt", .temporal("4711-13-01"), [.dataRefused]), ("e", .text("4711"), [.dataRefused]),
            ("j", .text("{4711"), [.dataRefused]), ("l", .text("字4711"), [.dataRefused]),
            ("d", .decimal("471147"), [.dataRefused]), ("positive", .signed(-4711), [.dataRefused]),
            ("c", .bytes([0x34, 0x37, 0x31, 0xFF]), [.dataRefused]), ("missing", .signed(4711), [.schemaMismatch]),
        ]
        for (column, value, classes) in refused {
            let error = try #require(throws: MySQLError.self) {
                let key = column == "id" ? "id" : "id, \(column)"
                let places = column == "id" ? "?" : "99, ?"
                try connection.run("INSERT INTO refusals (\(key)) VALUES (\(places))", value)
            }
            #expect(classes.contains(error.errorClass), "\(column): \(error)")
            #expect(!error.description.contains("471"), "\(error)")
        }
    }
}
