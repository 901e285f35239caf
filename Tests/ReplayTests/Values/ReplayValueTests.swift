internal import ChangeModel
internal import MySQLClient
internal import TestSupport
internal import Testing

@testable import Replay

/// Values through a whole replay into a real target: kept exactly, found again without a key, or refused.
@Suite(.enabled(if: !LiveTarget.all.isEmpty))
struct ReplayValueTests {
    /// A source type, the target's column for it, and values as the source spells them.
    private static let cases: [(type: String, column: String, values: [String])] = [
        ("smallint", "SMALLINT", ["-32768", "32767"]),
        ("bigint", "BIGINT", ["-9223372036854775808", "9223372036854775807"]),
        ("uint8", "BIGINT UNSIGNED", ["18446744073709551615", "0"]),
        ("numeric", "DECIMAL(10,3)", [".5", "-.5", "1.500", "1.0000", "-1234567.891"]),
        ("numeric", "DOUBLE", ["0.1", "123456789012345"]),
        ("numeric", "FLOAT", ["0.1", "-123.456"]),
        ("numeric", "BIGINT", ["5.000"]),
        ("real", "FLOAT", ["0.1", "3.4028235e+38", "16777217"]),
        ("double precision", "DOUBLE", ["0.1", "1.7976931348623157e+308", "2.2250738585072014e-308", "-0"]),
        ("boolean", "TINYINT(1)", ["t", "f"]),
        ("boolean", "BIT(1)", ["t", "f"]),
        ("text", "VARCHAR(20)", ["a", "A", "a ", "ä", ""]),
        ("character", "CHAR(5)", ["ab   ", "AB   "]),
        ("bytea", "VARBINARY(20)", ["\\x", "\\x00", "\\xff00ff"]),
        ("date", "DATE", ["0001-01-01", "9999-12-31"]),
        ("time without time zone", "TIME(3)", ["12:34:56.120000", "24:00:00"]),
        ("timestamp without time zone", "DATETIME(6)", ["2026-11-23 05:01:39.293515", "1000-01-01 00:00:00"]),
        ("timestamp without time zone", "DATETIME", ["2026-11-23 05:01:39.000"]),
        ("timestamp with time zone", "DATETIME(6)", ["2026-11-23 05:01:39.5+08", "2026-11-23 05:01:39+00"]),
        ("uuid", "CHAR(36)", ["f81d4fae-7dec-11d0-a765-00a0c91e6bf6"]),
        ("json", "JSON", [#"{"b": 1, "a": [null, "x"]}"#, "null"]),
        ("character varying", "ENUM('x','Y','it''s')", ["x", "Y", "it's"]),
        ("text", "SET('a','b')", ["a", "a,b", ""]),
        ("double precision", "DOUBLE(20,4)", ["1.25", "-0.1"]),
        ("double precision", "FLOAT", ["0.5", "0.10000000149011612"]),
        ("money", "DECIMAL(19,2)", ["$1,234.56", "-$0.05"]),
        ("year", "YEAR", ["0", "1999", "2155"]),
        ("bit", "BIT(8)", ["10000001", "00000000"]),
        ("bit varying", "VARBINARY(4)", ["0000000111111111", ""]),
        ("\"binary\"", "BINARY(4)", ["\\x61620000", "\\x00000000"]),
        ("raw", "LONGBLOB", ["", "00FF"]),
        ("date", "TIMESTAMP NULL", ["1970-01-02", "0000-00-00"]),
        ("date", "DATE", ["0000-00-00", "0000-01-01"]),
        ("timestamp with time zone", "TIMESTAMP(6) NULL", ["2026-11-23 05:01:39.5+08", "0000-00-00 00:00:00+00"]),
        ("timestamp without time zone", "DATE", ["2026-11-23 00:00:00"]),
        ("time with time zone", "TIME(3)", ["12:34:56.5+00"]),
        ("interval", "TIME", ["-838:59:59", "00:00:01"]),
        ("interval", "VARCHAR(40)", ["1 year 2 mons", "-1 days"]),
        ("uuid", "BINARY(16)", ["f81d4fae-7dec-11d0-a765-00a0c91e6bf6"]),
        ("s.t_c_enum", "ENUM('x','y')", ["x", "y"]),
        ("integer[]", "VARCHAR(40)", ["{1,NULL}", "{}"]),
        ("int4range", "VARCHAR(40)", ["[1,10)", "empty"]),
        ("inet", "VARCHAR(40)", ["10.0.0.0/8"]),
        ("xml", "TEXT", ["<a b=\"c\">é</a>"]),
        ("text", "VARCHAR(9) CHARACTER SET latin1", ["é€", "a "]),
        ("point", "POINT", ["(-1.5e-300,2)", "(0,0)"]),
        ("path", "LINESTRING", ["[(0,0),(1,1)]", "((0,0),(1,1))"]),
        ("polygon", "GEOMETRY", ["((0,0),(1,1),(2,0))"]),
        ("geometry", "GEOMETRY", ["0101000020E6100000000000000000F03F0000000000000040", "010700000000000000"]),
    ]

    /// So many rows go into the target by LOAD DATA.
    private static let rowsOfALoad = 20

    /// Inserted and deleted again by their values alone: what is stored is found as it was bound, by an INSERT or a load.
    @Test(arguments: LiveTarget.all)
    func `a row without a key is found by every value of every type, warnings or none`(target: LiveTarget) throws {
        for (index, (type, column, someValues)) in Self.cases.enumerated() {
            // Every other case is large enough for a load; on the other server, the others.
            let isLoad = index.isMultiple(of: 2) == (target.name == "MYSQL")
            let repeats = isLoad ? Self.rowsOfALoad / someValues.count + 1 : 1
            let values = Array(repeatElement(someValues, count: repeats).joined())
            let fixture = try ReplayFixture(target, table: "replay_value_\(index)", "v \(column)")
            let insert = fixture.relation([(name: "v", type: type)])
            let delete = fixture.relation([(name: "v", type: type)], new: false, old: ["v"])
            try fixture.write { spool in
                spool.transaction(100) { spool in
                    for value in values { spool.row(.insert, insert, [.text(value)]) }
                    spool.row(.insert, insert, [.null])
                }
                spool.transaction(200) { spool in
                    for value in values { spool.row(.delete, delete, [.text(value)]) }
                    spool.row(.delete, delete, [.null])
                }
            }
            #expect(try fixture.replay { $0.untilPosition = LSN(100) } == LSN(100), "\(type) into \(column)")
            #expect(try fixture.rows("COUNT(*)") == ["\(values.count + 1)"])
            if let failure = fixture.failure() { Issue.record("\(type) into \(column): \(failure)") }
            #expect(try fixture.rows("COUNT(*)") == ["0"], "\(type) into \(column)")
        }
    }

    @Test(arguments: LiveTarget.all)
    func `of equal rows without a key one is changed, and texts that only collate alike are not`(target: LiveTarget)
        throws
    {
        let definition = "v VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci"
        let fixture = try ReplayFixture(target, table: "replay_keyless", definition)
        let columns = [(name: "v", type: "text")]
        let insert = fixture.relation(columns)
        let update = fixture.relation(columns, old: ["v"])
        let delete = fixture.relation(columns, new: false, old: ["v"])
        try fixture.write { spool in
            spool.transaction(100) { spool in
                for value in ["a", "A", "a", "a "] { spool.row(.insert, insert, [.text(value)]) }
                spool.row(.update, update, [.text("b"), .text("A")])
                spool.row(.delete, delete, [.text("a")])
                spool.row(.update, update, [.text("c"), .text("a ")])
            }
        }
        try fixture.replay()
        #expect(try fixture.rows("v") == ["a", "b", "c"])
    }

    @Test(arguments: LiveTarget.all)
    func `a generated column of the target is left to it`(target: LiveTarget) throws {
        let fixture = try ReplayFixture(
            target,
            table: "replay_generated",
            "a INT, twice INT GENERATED ALWAYS AS (a * 2) STORED"
        )
        let columns = [(name: "a", type: "integer"), (name: "twice", type: "integer")]
        let insert = fixture.relation(columns)
        let update = fixture.relation(columns, old: ["a", "twice"])
        try fixture.write { spool in
            spool.transaction(100) { spool in
                spool.row(.insert, insert, [.text("1"), .text("2")])
                spool.row(.update, update, [.text("5"), .text("10"), .text("1"), .text("2")])
            }
        }
        try fixture.replay()
        #expect(try fixture.rows("a, twice") == ["5|10"])
    }

    /// A source type, the target's column, and a value that it cannot hold as it is: refused before the server sees it.
    private static let misfits: [(type: String, column: String, value: String)] = [
        ("integer", "TINYINT", "300"), ("integer", "INT UNSIGNED", "-1"), ("numeric", "DECIMAL(5,2)", "1.234"),
        ("numeric", "DECIMAL(5,2)", "12345"), ("numeric", "DECIMAL(5,2)", "NaN"), ("text", "VARCHAR(3)", "secret"),
        ("text", "VARCHAR(30) CHARACTER SET latin1", "漢secret"),
        ("text", "VARCHAR(30) CHARACTER SET utf8mb3", "😀secret"),
        ("character varying", "ENUM('x','y')", "secret"), ("character varying", "ENUM('x','y')", "2"),
        ("character varying", "SET('x','y')", "y,x"), ("bytea", "VARBINARY(1)", "\\x0102"),
        ("bytea", "BINARY(4)", "\\x0102"),
        ("character varying", "CHAR(9)", "secret "), ("date", "DATE", "infinity"),
        ("timestamp without time zone", "DATETIME", "2026-11-23 05:01:39.5"),
        ("timestamp without time zone", "TIMESTAMP NULL", "1900-01-01 00:00:00"), ("interval", "TIME", "secret 1 day"),
        ("bit", "BIT(3)", "11111111"), ("integer", "YEAR", "1900"), ("geometry", "POINT", "010700000000000000"),
        ("double precision", "DOUBLE(10,2)", "1.239"), ("time with time zone", "TIME", "12:00:00+08"),
    ]

    @Test(arguments: LiveTarget.all)
    func `a misfit stops the replay, or is settled by its policy without a warning`(target: LiveTarget) throws {
        for (index, (type, column, value)) in Self.misfits.enumerated() {
            let fixture = try ReplayFixture(target, table: "replay_misfit_\(index)", "id INT PRIMARY KEY, v \(column)")
            let insert = fixture.relation([(name: "id", type: "integer"), (name: "v", type: type)])
            try fixture.write { $0.transaction(100) { $0.row(.insert, insert, [.text("1"), .text(value)]) } }
            let words = fixture.failure()?.description ?? "taken"
            #expect(
                words.contains("cannot be kept exactly") && !words.contains("secret"),
                "\(type) into \(column): \(words)"
            )
            #expect(try fixture.rows("COUNT(*)") == ["0"])
            let clamped = fixture.failure { $0.valuePolicies.standard = .clamp }
            if let clamped { #expect("\(clamped)".contains("is near") && !"\(clamped)".contains("secret")) }
            let nulled = fixture.failure { $0.valuePolicies.byColumn["public.\(fixture.table).v"] = .null }
            if let nulled { Issue.record("\(type) into \(column): \(nulled)") }
            #expect(try fixture.rows("v IS NULL") == [clamped == nil ? "0" : "1"], "\(type) into \(column)")
        }
    }

    /// What only the server knows.
    private static let refusals: [(type: String, column: String, value: String)] = [
        ("json", "JSON", "{secret"), ("date", "DATE", "2026-02-30"),
        ("text", "VARCHAR(9) CHARACTER SET gbk", "€secret"),
        ("text", "VARCHAR(9) CHECK (v <> 'secret')", "secret"),
    ]

    @Test(arguments: LiveTarget.all)
    func `a value that the server refuses stops the replay and is in no message`(target: LiveTarget) throws {
        for (index, (type, column, value)) in Self.refusals.enumerated() {
            let fixture = try ReplayFixture(target, table: "replay_refusal_\(index)", "v \(column)")
            let insert = fixture.relation([(name: "v", type: type)])
            try fixture.write { $0.transaction(100) { $0.row(.insert, insert, [.text(value)]) } }
            let failure = fixture.failure()
            #expect(
                failure?.description.contains("refused a row") == true,
                "\(type) into \(column): \(failure?.description ?? "taken")"
            )
            #expect(failure?.description.contains("secret") != true)
            #expect(try fixture.rows("COUNT(*)") == ["0"])
        }
    }

    @Test(arguments: LiveTarget.all)
    func `a warning of the server stops the replay and keeps nothing`(target: LiveTarget) throws {
        // A time of day that a DATE drops is a note, in strict mode too; replay would not write one, but a generated column may.
        let definition = "v VARCHAR(30), d DATE GENERATED ALWAYS AS (v) STORED"
        let fixture = try ReplayFixture(target, table: "replay_warned", definition)
        let insert = fixture.relation([(name: "v", type: "text")])
        try fixture.write { $0.transaction(100) { $0.row(.insert, insert, [.text("2026-11-23 05:01:39")]) } }
        let failure = try #require(fixture.failure())
        guard case .warned = failure else {
            Issue.record("\(failure)")
            return
        }
        #expect(try fixture.rows("COUNT(*)") == ["0"])
        #expect(try fixture.progress()?.position == .zero)
    }
}
