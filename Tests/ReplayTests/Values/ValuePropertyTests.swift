internal import Glibc
internal import MySQLClient
internal import TestSupport
internal import Testing

@testable import Replay

/// Random values of every type, encoded, written to a real target and read back. VALUES_PER_TYPE says how many; a soak takes 100,000.
@Suite(.enabled(if: !LiveTarget.all.isEmpty), .serialized)
struct ValuePropertyTests {
    private static let valuesPerType = getenv("VALUES_PER_TYPE").flatMap { Int(String(cString: $0)) } ?? 2_000
    private static let valuesPerRound = 5_000
    private static let rowsPerStatement = 500

    @Test(arguments: LiveTarget.all, ValueProperty.all.indices)
    func `values are read back as the mapping says`(target: LiveTarget, index: Int) throws {
        let property = ValueProperty.all[index]
        if property.isOfMariaDB, target.name != "MARIADB" { return }
        let connection = try target.connect()
        try connection.execute("SET SESSION sql_mode = '\(TargetSession.sqlMode)', time_zone = '+00:00'")
        let table = "replay_property_\(index)"
        try connection.execute("DROP TABLE IF EXISTS \(table)")
        try connection.execute("CREATE TABLE \(table) (id INT PRIMARY KEY, v \(property.target)) CHARACTER SET utf8mb4")
        let schema = try TargetSchemaReader(connection: connection)
        let column = try #require(try schema.table(database: target.database, name: table)?.column(named: "v"))
        let policies = ValuePolicies(writesArraysAsJSON: true)
        let encoding = try #require(ValueEncoding(sourceType: property.source, target: column, policies: policies))
        var random = SeededGenerator(seed: UInt64(index))
        var encoder = ValueEncoder()
        for start in stride(from: 0, to: Self.valuesPerType, by: Self.valuesPerRound) {
            let count = min(Self.valuesPerRound, Self.valuesPerType - start)
            let values = (0..<count).map { _ in property.make(&random) }
            for first in stride(from: 0, to: count, by: Self.rowsPerStatement) {
                let rows = values[first..<min(first + Self.rowsPerStatement, count)]
                try Self.insert(rows, into: table, encoding, &encoder, connection)
            }
            let found = try connection.query("SELECT \(property.read) FROM \(table) ORDER BY id").map {
                $0[0] ?? "NULL"
            }
            let differences = zip(values, found).filter { $0.target != property.normal($1) }
            #expect(found.count == count)
            #expect(differences.isEmpty, "\(property.source) into \(property.target): \(differences.prefix(3))")
            try connection.execute("TRUNCATE TABLE \(table)")
            if !differences.isEmpty { return }
        }
        try connection.execute("DROP TABLE \(table)")
    }

    private static func insert(
        _ rows: ArraySlice<RandomValue>,
        into table: String,
        _ encoding: ValueEncoding,
        _ encoder: inout ValueEncoder,
        _ connection: MySQLConnection
    ) throws {
        var parameters = ParameterList()
        for (id, value) in zip(rows.indices, rows) {
            parameters.append(signed: Int64(id))
            do throws(ValueRefusal) {
                try encoder.append(Array(value.source.utf8).span, encoding, to: &parameters)
            } catch {
                Issue.record("\(value.source) into \(table): \(error.reason)")
                return
            }
        }
        let groups = repeatElement("(?,?)", count: rows.count).joined(separator: ",")
        let outcome = try connection.prepare("INSERT INTO \(table) VALUES \(groups)").execute(parameters)
        #expect(outcome.warningCount == 0 && outcome.affectedRows == UInt64(rows.count))
    }

    /// What replay says of latin1 is what the server says, for every character of the basic plane.
    @Test(arguments: LiveTarget.all)
    func `the characters of latin1 are the server's`(target: LiveTarget) throws {
        let connection = try target.connect()
        let statement = "SELECT HEX(CONVERT(CONVERT(CONVERT(X'%' USING utf8mb4) USING latin1) USING utf8mb4))"
        for block in stride(from: UInt32(1), through: 0xFFFF, by: 0x100) {
            let scalars = (block..<(block + 0x100)).compactMap { Unicode.Scalar($0) }
            let bytes = scalars.flatMap { Array(String(Character($0)).utf8) }
            let answer = try connection.query(statement.replacing("%", with: RandomValue.hexadecimal(bytes)))
            let back = String(decoding: Self.bytes(answer.first?.first.flatMap { $0 } ?? ""), as: UTF8.self)
                .unicodeScalars
            try #require(back.count == scalars.count)
            for (scalar, kept) in zip(scalars, back) {
                let text = Array(String(Character(scalar)).utf8)
                #expect(Repertoire.latin1.holds(text.span, text.indices) == (scalar == kept), "\(scalar.value)")
            }
        }
    }

    private static func bytes(_ digits: String) -> [UInt8] {
        let digits = Array(digits)
        return stride(from: 0, to: digits.count, by: 2).compactMap { UInt8(String(digits[$0...($0 + 1)]), radix: 16) }
    }
}
