internal import ChangeModel
internal import MySQLClient
internal import TestSupport
internal import Testing

@testable import Replay

/// A value that its column cannot hold: the statement that the error shows makes room for it.
@Suite(.enabled(if: !LiveTarget.all.isEmpty))
struct WideningTests {
    /// A source type, a column that is too narrow, and a value.
    private static let cases: [(type: String, column: String, value: String)] = [
        ("text", "VARCHAR(3) NOT NULL COMMENT 'short'", "longer than three"),
        ("text", "TINYTEXT CHARACTER SET latin1", String(repeating: "é", count: 256)),
        ("text", "VARCHAR(9) CHARACTER SET latin1", "漢"),
        ("character varying", "VARCHAR(9) CHARACTER SET utf8mb3", "😀"),
        ("json", "VARCHAR(3) CHARACTER SET utf8mb4", #"{"a": 1}"#),
        ("bytea", "VARBINARY(2)", "\\x010203"),
        ("integer", "TINYINT", "300"),
        ("bigint", "INT UNSIGNED NOT NULL AUTO_INCREMENT UNIQUE", "-1"),
        ("uint8", "BIGINT", "18446744073709551615"),
        ("timestamp without time zone", "TIMESTAMP NULL", "2039-01-01 00:00:00"),
        ("timestamp with time zone", "TIMESTAMP NULL", "2039-01-01 00:00:00+00"),
        ("timestamp without time zone", "DATETIME", "2026-11-23 05:01:39.5"),
        ("timestamp without time zone", "DATE", "2026-11-23 05:01:39"),
        ("time without time zone", "TIME", "12:34:56.5"),
    ]

    @Test(arguments: LiveTarget.all)
    func `the statement makes room, and the value arrives`(target: LiveTarget) throws {
        for (index, (type, column, value)) in Self.cases.enumerated() {
            let fixture = try ReplayFixture(
                target,
                table: "replay_widening_\(index)",
                "id INT PRIMARY KEY, v \(column)"
            )
            let insert = fixture.relation([(name: "id", type: "integer"), (name: "v", type: type)])
            try fixture.write { $0.transaction(100) { $0.row(.insert, insert, [.text("1"), .text(value)]) } }
            let failure = try #require(fixture.failure(), "\(type) into \(column)")
            guard case .valueRefused(_, "v", _, let alteration?, LSN(100)) = failure else {
                Issue.record("\(type) into \(column): \(failure)")
                continue
            }
            #expect(failure.description.contains("run \(alteration) on the target"))
            #expect(alteration.contains("NOT NULL") == column.contains("NOT NULL"))
            #expect(alteration.contains("AUTO_INCREMENT") == column.contains("AUTO_INCREMENT"))
            #expect(alteration.contains("COMMENT 'short'") == column.contains("COMMENT"))
            try fixture.connection.execute(alteration)
            if let again = fixture.failure() { Issue.record("\(type) into \(column): \(again)") }
            #expect(try fixture.rows("COUNT(*)") == ["1"])
        }
    }

    @Test(arguments: LiveTarget.all)
    func `where no type is sure to hold the value, no statement is shown`(target: LiveTarget) throws {
        let cases = [
            ("numeric", "DECIMAL(5,2)", "123456.7"), ("double precision", "DOUBLE", "NaN"),
            ("date", "DATE", "infinity"),
            ("text", "VARCHAR(3) UNIQUE", "longer"), ("text", "ENUM('a')", "b"), ("integer", "TINYINT", "three"),
        ]
        for (index, (type, column, value)) in cases.enumerated() {
            let fixture = try ReplayFixture(target, table: "replay_narrow_\(index)", "id INT PRIMARY KEY, v \(column)")
            let insert = fixture.relation([(name: "id", type: "integer"), (name: "v", type: type)])
            try fixture.write { $0.transaction(100) { $0.row(.insert, insert, [.text("1"), .text(value)]) } }
            let failure = try #require(fixture.failure(), "\(type) into \(column)")
            guard case .valueRefused(_, "v", _, nil, LSN(100)) = failure else { throw failure }
            #expect(failure.description.contains("change the target column, or give it a policy"))
        }
    }
}
