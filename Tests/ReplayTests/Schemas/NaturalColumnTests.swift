internal import ChangeModel
internal import MySQLClient
internal import TestSupport
internal import Testing

@testable import Replay

/// The statement that a stop shows is run on real servers, replay goes on by itself, and every value is there as it is.
@Suite(.enabled(if: !LiveTarget.all.isEmpty))
struct NaturalColumnTests {
    /// A value of the source, and what SQL reads of it in the target.
    private struct Sample {
        let type: SourceType
        var name: String?
        let value: String
        var read = "CAST({} AS CHAR)"
        var expected: String?
    }

    private static let long = String(repeating: "長い 😀 ", count: 20_000)

    private static let samples: [Sample] = [
        Sample(type: .tinyint, value: "255"), Sample(type: .smallint, value: "-32768"),
        Sample(type: .integer, value: "-2147483648"), Sample(type: .bigint, value: "-9223372036854775808"),
        Sample(type: .uint1, value: "255"), Sample(type: .uint2, value: "65535"),
        Sample(type: .uint4, value: "4294967295"), Sample(type: .uint8, value: "18446744073709551615"),
        Sample(type: .oid, value: "4294967295"),
        Sample(type: .numeric, value: "-12345678901234567890123456789012345.678901234567890123456789012345"),
        Sample(type: .real, value: "16777217.25", read: "{} = 16777218", expected: "1"),
        Sample(type: .double, value: "0.1", read: "{} = 0.1e0", expected: "1"),
        Sample(type: .boolean, value: "t", expected: "1"),
        Sample(type: .money, value: "$1,234.56", expected: "1234.56"),
        Sample(type: .year, value: "2026"),
        Sample(type: .bit, value: "101", read: "{} + 0", expected: "5"), Sample(type: .bitVarying, value: "0101"),
        Sample(type: .character, value: "padded   "),
        Sample(type: .varchar, value: long), Sample(type: .text, value: ""),
        Sample(type: .clob, value: long), Sample(type: .nvarchar2, value: "ü "), Sample(type: .name, value: "pg_class"),
        Sample(type: .singleByte, value: "x"),
        Sample(type: .bytea, value: "\\x00ff", read: "HEX({})", expected: "00FF"),
        Sample(type: .binary, value: "\\x0000", read: "HEX({})", expected: "0000"),
        Sample(type: .varbinary, value: "\\x20", read: "HEX({})", expected: "20"),
        Sample(type: .blob, value: "00FF", read: "HEX({})", expected: "00FF"),
        Sample(type: .tinyblob, value: "00FF", read: "HEX({})", expected: "00FF"),
        Sample(type: .mediumblob, value: "00FF", read: "HEX({})", expected: "00FF"),
        Sample(type: .longblob, value: "00FF", read: "HEX({})", expected: "00FF"),
        Sample(type: .raw, value: "00FF", read: "HEX({})", expected: "00FF"),
        Sample(type: .date, value: "9999-12-31"), Sample(type: .time, value: "23:59:59.123456"),
        Sample(type: .timetz, value: "12:00:00.5+08"), Sample(type: .timestamp, value: "2026-03-29 02:30:00.123456"),
        Sample(type: .timestamptz, value: "2026-11-23 05:30:00+05:30", expected: "2026-11-23 00:00:00.000000"),
        Sample(type: .smalldatetime, value: "2026-11-23 05:01:00"),
        Sample(type: .interval, value: "1 year 2 mons 3 days 04:05:06.789"),
        Sample(type: .uuid, value: "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"),
        Sample(type: .json, value: "[1, 2]", read: "JSON_LENGTH({})", expected: "2"),
        Sample(type: .jsonb, value: "{\"a\": 1}", read: "JSON_EXTRACT({}, '$.a')", expected: "1"),
        Sample(type: .xml, value: "<a>é</a>"), Sample(type: .inet, value: "2001:db8::/32"),
        Sample(type: .cidr, value: "10.0.0.0/8"), Sample(type: .macaddr, value: "08:00:2b:01:02:03"),
        Sample(type: .tsvector, value: "'a' 'b'"), Sample(type: .tsquery, value: "'a' & 'b'"),
        Sample(type: .hll, value: "\\x484c4c"),
        Sample(type: .point, value: "(1.5,-2)", read: "ST_AsText({})", expected: "POINT(1.5 -2)"),
        Sample(type: .lseg, value: "[(0,0),(1,2)]", read: "ST_AsText({})", expected: "LINESTRING(0 0,1 2)"),
        Sample(type: .path, value: "[(0,0),(1,2)]", read: "ST_AsText({})", expected: "LINESTRING(0 0,1 2)"),
        Sample(
            type: .polygon,
            value: "((0,0),(1,0),(1,1))",
            read: "ST_AsText({})",
            expected: "POLYGON((0 0,1 0,1 1,0 0))"
        ),
        Sample(type: .box, value: "(1,1),(0,0)", read: "ST_Area({})", expected: "1"),
        Sample(type: .circle, value: "<(0,0),1>"), Sample(type: .line, value: "{1,2,3}"),
        Sample(
            type: .geometry,
            value: "0101000000000000000000F03F0000000000000040",
            read: "ST_AsText({})",
            expected: "POINT(1 2)"
        ),
        Sample(
            type: .geography,
            value: "0101000000000000000000F03F0000000000000040",
            read: "ST_AsText({})",
            expected: "POINT(1 2)"
        ),
        Sample(type: .range, name: "int4range", value: "[1,10)"),
        Sample(type: .array, name: "text[]", value: "{a,NULL}"),
        Sample(type: .other, name: "mood", value: "happy"),
    ]

    @Test func `every type has a sample`() {
        #expect(Self.samples.map(\.type) == SourceType.allCases)
    }

    @Test(arguments: LiveTarget.all)
    func `the ALTER of the stop adds columns of every type, and each value is exact`(target: LiveTarget) throws {
        let fixture = try ReplayFixture(target, table: "replay_natural", "id INT PRIMARY KEY")
        let columns = Self.samples.enumerated().map { (name: "c\($0)", type: $1.name ?? $1.type.rawValue) }
        let insert = fixture.relation([(name: "id", type: "integer")] + columns)
        let values = Self.samples.map { BatchBuilder.Value.text($0.value) }
        try fixture.write { $0.transaction(100) { $0.row(.insert, insert, [.text("1")] + values) } }
        guard case .columnsMissing(let missing, LSN(100))? = fixture.failure() else {
            Issue.record("the stop is about columns")
            return
        }
        #expect(missing.columns == columns.map(\.name))
        try fixture.connection.execute(missing.addition)
        #expect(try fixture.replay() == LSN(100))
        for (number, sample) in Self.samples.enumerated() {
            let read = sample.read.replacing("{}", with: "c\(number)")
            let row = try #require(try fixture.connection.query("SELECT \(read) FROM \(fixture.table)").first)
            #expect(row[0] == sample.expected ?? sample.value, "\(sample.type)")
        }
    }

    @Test(arguments: LiveTarget.all)
    func `the ALTER of the stop changes a type that the column cannot take`(target: LiveTarget) throws {
        let fixture = try ReplayFixture(
            target,
            table: "replay_retyped",
            "id INT PRIMARY KEY, v INT NOT NULL COMMENT 'it''s'"
        )
        let old = fixture.relation([(name: "id", type: "integer"), (name: "v", type: "integer")])
        let new = fixture.relation([(name: "id", type: "integer"), (name: "v", type: "jsonb")])
        try fixture.write { spool in
            spool.transaction(100) { $0.row(.insert, old, [.text("1"), .text("7")]) }
            spool.transaction(200) { $0.row(.insert, new, [.text("2"), .text("[8]")]) }
        }
        guard case .typeUnsupported(_, "v", "jsonb", _, let alteration, LSN(200))? = fixture.failure() else {
            Issue.record("the stop is about the type")
            return
        }
        #expect(try fixture.rows("id, v") == ["1|7"])
        try fixture.connection.execute(alteration)
        #expect(try fixture.replay() == LSN(200))
        #expect(try fixture.rows("id, v") == ["1|7", "2|[8]"])
        let shown = try fixture.connection.query("SHOW FULL COLUMNS FROM \(fixture.table) LIKE 'v'")
        #expect(shown.first?.last == "it's")
    }
}
