internal import ChangeModel
internal import MySQLClient
internal import OpenGaussClient
internal import TestSupport
internal import Testing

@testable import Verification

/// Both servers bring equal values to the same normal form and different ones to different forms, for every form and every hash.
@Suite(.serialized)
struct NormalFormAgreementTests {
    /// A pair of columns and a value that never comes twice for two numbers, as either side's literal.
    struct Case: Sendable, CustomStringConvertible {
        let name: String
        let sourceType: String
        let targetType: String
        let value: @Sendable (inout SeededGenerator) -> (source: String, target: String)

        var description: String { name }
    }

    static let rows = 300

    static func quoted(_ text: String) -> (source: String, target: String) {
        (SourceQuoting.literal(text), SQLQuoting.literal(text))
    }

    static func number(_ text: String) -> (source: String, target: String) { (text, text) }

    static func digits(_ generator: inout SeededGenerator, _ range: ClosedRange<Int>) -> String {
        String(Int.random(in: range, using: &generator))
    }

    static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: width - digits.count) + digits
    }

    static func day(_ generator: inout SeededGenerator) -> String {
        let year = Int.random(in: 1000...9999, using: &generator), month = Int.random(in: 1...12, using: &generator)
        return "\(year)-\(padded(month, 2))-\(padded(Int.random(in: 1...28, using: &generator), 2))"
    }

    static func clock(_ generator: inout SeededGenerator) -> String {
        let parts = [23, 59, 59].map { padded(Int.random(in: 0...$0, using: &generator), 2) }
        let fraction = [0, 100_000, 120_000, 123_456, 1].randomElement(using: &generator) ?? 0
        return parts.joined(separator: ":") + "." + padded(fraction, 6)
    }

    static func text(_ generator: inout SeededGenerator) -> String {
        let letters = ["a", "A", " ", "é", "e\u{301}", "漢", "😀", "'", "\\", ",", "\n", "N", "0", "\"", "%", "\t"]
        let count = Int.random(in: 0...12, using: &generator)
        return (0..<count).map { _ in letters.randomElement(using: &generator) ?? "" }.joined()
    }

    static func hexadecimal(_ generator: inout SeededGenerator, bytes: Int) -> String {
        (0..<bytes).map { _ in
            let byte = UInt8.random(in: 0...255, using: &generator)
            return (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }

    static let cases: [Case] = [
        Case(name: "bigint", sourceType: "bigint", targetType: "BIGINT") { number(digits(&$0, Int.min + 1...Int.max)) },
        Case(name: "zerofill", sourceType: "integer", targetType: "INT(8) UNSIGNED ZEROFILL") {
            number(digits(&$0, 0...99_999))
        },
        Case(name: "bits of a number", sourceType: "integer", targetType: "BIT(20)") {
            number(digits(&$0, 0...1_000_000))
        },
        Case(name: "numeric", sourceType: "numeric(30,4)", targetType: "DECIMAL(30,4)") {
            number("\(digits(&$0, -1_000_000...1_000_000)).\(padded(Int.random(in: 0...9_999, using: &$0), 4))")
        },
        Case(name: "numeric without a scale", sourceType: "numeric", targetType: "DECIMAL(30,4)") {
            number("\(digits(&$0, -1_000...1_000)).\(["5", "50", "1234"].randomElement(using: &$0) ?? "0")")
        },
        Case(name: "integer as decimal", sourceType: "integer", targetType: "DECIMAL(20,3)") {
            number(digits(&$0, -1_000_000...1_000_000))
        },
        Case(name: "boolean", sourceType: "boolean", targetType: "TINYINT(1)") {
            Bool.random(using: &$0) ? ("true", "1") : ("false", "0")
        },
        Case(name: "boolean as bit", sourceType: "boolean", targetType: "BIT(1)") {
            Bool.random(using: &$0) ? ("true", "b'1'") : ("false", "b'0'")
        },
        Case(name: "bit", sourceType: "bit(64)", targetType: "BIT(64)") {
            let digits = String(UInt64.random(in: 0...UInt64.max, using: &$0) >> 3, radix: 2)
            let all = String(repeating: "0", count: 64 - digits.count) + digits
            return ("B'\(all)'", "b'\(all)'")
        },
        Case(name: "varchar", sourceType: "varchar(60)", targetType: "VARCHAR(60)") { quoted(text(&$0)) },
        Case(name: "latin1", sourceType: "text", targetType: "VARCHAR(60) CHARACTER SET latin1") {
            quoted("é" + digits(&$0, 0...9_999) + "ä ")
        },
        Case(name: "text", sourceType: "text", targetType: "LONGTEXT") { quoted(text(&$0)) },
        Case(name: "char", sourceType: "character(40)", targetType: "CHAR(40)") {
            quoted("x" + digits(&$0, 0...9_999) + ["", " ", "  "][Int.random(in: 0...2, using: &$0)])
        },
        Case(name: "char as varchar", sourceType: "character(10)", targetType: "VARCHAR(40)") {
            let text = "x" + digits(&$0, 0...9_999)
            return ("'\(text)'", "'\(text)   '")
        },
        Case(name: "enum", sourceType: "text", targetType: "ENUM('a','b c','é')") {
            quoted(["a", "b c", "é"].randomElement(using: &$0) ?? "a")
        },
        Case(name: "set", sourceType: "text", targetType: "SET('a','b','c')") {
            quoted(["", "a", "a,b", "b,c"].randomElement(using: &$0) ?? "a")
        },
        Case(name: "bytea", sourceType: "bytea", targetType: "LONGBLOB") {
            let digits = hexadecimal(&$0, bytes: Int.random(in: 0...20, using: &$0))
            return ("'\\x\(digits)'", "X'\(digits)'")
        },
        Case(name: "uuid", sourceType: "uuid", targetType: "CHAR(36)") { generator in
            let digits = hexadecimal(&generator, bytes: 16)
            return ("'\(digits)'", "'\(hyphenated(digits).uppercased())'")
        },
        Case(name: "uuid bytes", sourceType: "uuid", targetType: "BINARY(16)") {
            let digits = hexadecimal(&$0, bytes: 16)
            return ("'\(digits)'", "X'\(digits)'")
        },
        Case(name: "date", sourceType: "date", targetType: "DATE") { quoted(day(&$0)) },
        Case(name: "date and midnight", sourceType: "date", targetType: "DATETIME(3)") { quoted(day(&$0)) },
        Case(name: "time", sourceType: "time", targetType: "TIME(6)") { quoted(clock(&$0)) },
        Case(name: "timestamp", sourceType: "timestamp", targetType: "DATETIME(6)") {
            quoted(day(&$0) + " " + clock(&$0))
        },
        Case(name: "timestamp of seconds", sourceType: "timestamp(0)", targetType: "DATETIME") {
            quoted(day(&$0) + " " + clock(&$0).prefix(8))
        },
        Case(name: "timestamptz", sourceType: "timestamptz", targetType: "DATETIME(6)") {
            let text = day(&$0) + " " + clock(&$0)
            return ("'\(text)+00'", "'\(text)'")
        },
        Case(name: "double", sourceType: "double precision", targetType: "DOUBLE") {
            let value = Double(bitPattern: UInt64.random(in: 0...UInt64.max, using: &$0))
            return value.isFinite && value.isNormal ? quoted("\(value)") : quoted("0.1")
        },
        Case(name: "double of two digits", sourceType: "double precision", targetType: "DOUBLE(20,2)") {
            number("\(digits(&$0, -1_000_000...1_000_000)).\(padded(Int.random(in: 0...99, using: &$0), 2))")
        },
        Case(name: "money", sourceType: "money", targetType: "DECIMAL(19,2)") {
            let amount = "\(digits(&$0, -1_000_000...1_000_000)).\(padded(Int.random(in: 0...99, using: &$0), 2))"
            return ("'\(amount)'", amount)
        },
        Case(name: "bits as bytes", sourceType: "bit varying(64)", targetType: "VARBINARY(8)") { generator in
            let bytes = (0..<Int.random(in: 0...8, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            let bits = bytes.map { byte in
                let digits = String(byte, radix: 2)
                return String(repeating: "0", count: 8 - digits.count) + digits
            }
            let digits = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
            return ("B'\(bits.joined())'", "X'\(digits.joined())'")
        },
        Case(name: "interval", sourceType: "interval", targetType: "TIME(6)") { quoted(clock(&$0)) },
        Case(name: "timetz", sourceType: "timetz", targetType: "TIME(6)") {
            let time = clock(&$0)
            return ("'\(time)+00'", "'\(time)'")
        },
        Case(name: "a midnight as a day", sourceType: "timestamp", targetType: "DATE") { quoted(day(&$0)) },
        Case(name: "inet as text", sourceType: "inet", targetType: "VARCHAR(50)") {
            quoted("10.\(digits(&$0, 0...255)).\(digits(&$0, 0...255)).1")
        },
        Case(name: "boolean as text", sourceType: "boolean", targetType: "VARCHAR(5)") {
            Bool.random(using: &$0) ? ("true", "'t'") : ("false", "'f'")
        },
        Case(name: "array as JSON", sourceType: "integer[]", targetType: "JSON") {
            let number = digits(&$0, 0...9_999)
            return ("'{\(number),NULL}'", "'[\(number), null]'")
        },
        Case(name: "jsonb", sourceType: "jsonb", targetType: "JSON") {
            let number = digits(&$0, 0...9_999)
            return ("'{\"b\":[\(number),\"é\"],\"a\":1.50}'", "'{\"a\": 1.5, \"b\": [\(number), \"é\"]}'")
        },
        Case(name: "real", sourceType: "real", targetType: "FLOAT") {
            quoted("\(Float.random(in: -1e30...1e30, using: &$0))")
        },
    ]

    static func hyphenated(_ digits: String) -> String {
        var rest = digits[...]
        return [8, 4, 4, 4, 12].map { count in
            defer { rest = rest.dropFirst(count) }
            return String(rest.prefix(count))
        }.joined(separator: "-")
    }

    @Test(.enabled(if: !LiveSides.all.isEmpty), arguments: LiveSides.all, cases)
    func `equal values have equal forms on both sides, and a change of either shows`(_ live: LiveSides, _ form: Case)
        throws
    {
        let table = try fill(live, form)
        let hash = try CommonHash.find(SourceSession(live.source), TargetSession(live.target))
        for hash in [hash, nil] {
            let sides = try live.begin(hash)
            let ours = try forms(table, sides.source), theirs = try forms(table, sides.target)
            #expect(ours.count == Self.rows + 1 && ours == theirs, "\(String(describing: hash))")
            #expect(Set(ours.values).count == (try distinctValues(table, sides.source)), "\(String(describing: hash))")
        }
    }

    private func fill(_ live: LiveSides, _ form: Case) throws -> ComparedTable {
        var generator = SeededGenerator(seed: 1)
        let values = (1...Self.rows).map { _ in form.value(&generator) }
        let name = "normal_forms_\(live.description.lowercased())"
        let ours = values.enumerated().map { "(\($0 + 1), \($1.source))" }.joined(separator: ", ")
        let theirs = values.enumerated().map { "(\($0 + 1), \($1.target))" }.joined(separator: ", ")
        try live.onSource([
            "DROP TABLE IF EXISTS \(name)", "CREATE TABLE \(name) (id integer PRIMARY KEY, value \(form.sourceType))",
            "INSERT INTO \(name) VALUES (0, NULL), \(ours)",
        ])
        try live.onTarget([
            "DROP TABLE IF EXISTS \(name)",
            "CREATE TABLE \(name) (id INT PRIMARY KEY, value \(form.targetType)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4",
            "INSERT INTO \(name) VALUES (0, NULL), \(theirs)",
        ])
        let sides = try live.begin(nil)
        let source = try #require(try SourceTableReader(sides.source).tables { $0.table == name }.first)
        var options = VerificationOptions(
            source: live.source,
            target: live.target,
            database: live.target.database ?? "",
            statePath: ""
        )
        // In MariaDB a column of the type JSON is one of texts.
        options.writesArraysAsJSON = true
        let plan = TablePlanner(options: options, hashes: nil)
            .plan(source, try sides.target.table(options.place(source.name)))
        #expect(plan.notes.isEmpty && plan.problems.isEmpty)
        return try #require(plan.table)
    }

    /// The form of each row's value, by its key.
    private func forms(_ table: ComparedTable, _ session: any DatabaseSession) throws -> [String: String?] {
        let dialect = session.dialect, value = table.columns[1]
        let sql =
            "SELECT \(dialect.keyText(table.columns[0])), \(dialect.columnHash(value)) FROM \(dialect.table(table))"
        let rows = try session.rows(sql, to: "read a test's rows")
        return Dictionary(
            uniqueKeysWithValues: rows.map { ($0[0] ?? "", $0[1].map { value.form.normalized($0) }) }
        )
    }

    /// How many values the source tells apart, NULL included.
    private func distinctValues(_ table: ComparedTable, _ session: SourceSession) throws -> Int {
        let sql = "SELECT count(DISTINCT value) + 1 FROM \(session.dialect.table(table))"
        return try session.rows(sql, to: "count a test's values").first?.first?.flatMap { Int($0) } ?? 0
    }
}
