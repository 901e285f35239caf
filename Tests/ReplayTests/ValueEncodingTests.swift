internal import MySQLClient
internal import Testing

@testable import Replay

struct ValueEncodingTests {
    private static func column(
        _ dataType: String,
        isUnsigned: Bool = false,
        scale: Int? = nil,
        precision: Int? = nil
    ) -> TargetColumn {
        TargetColumn(
            name: "c",
            dataType: dataType,
            columnType: dataType,
            isUnsigned: isUnsigned,
            numericScale: scale,
            datetimePrecision: precision
        )
    }

    private static let integers = ["tinyint", "smallint", "mediumint", "int", "bigint"]
    private static let texts = ["varchar", "tinytext", "text", "mediumtext", "longtext"]
    private static let binaries = ["varbinary", "tinyblob", "blob", "mediumblob", "longblob"]
    /// Every type that the table knows, and some that it does not.
    private static let targets =
        integers + texts + binaries
        + [
            "bit", "decimal", "float", "double", "char", "enum", "set", "json", "uuid", "binary", "date", "time",
            "datetime",
        ]
        + ["timestamp", "year", "geometry", "point", "inet6", "vector"]

    /// What a source type may be written into; any other target is refused.
    private func expect(_ sourceType: String, _ expected: [String: ValueEncoding]) {
        for target in Self.targets {
            let column = Self.column(target, scale: 2, precision: 3)
            #expect(
                ValueEncoding(sourceType: sourceType, target: column) == expected[target],
                "\(sourceType) into \(target)"
            )
        }
    }

    private func all(_ targets: [String], _ encoding: ValueEncoding) -> [String: ValueEncoding] {
        Dictionary(uniqueKeysWithValues: targets.map { ($0, encoding) })
    }

    @Test(arguments: ["tinyint", "smallint", "integer", "bigint", "uint1", "uint2", "uint4"])
    func `whole numbers go into integers and decimals`(type: String) {
        expect(type, all(Self.integers, .signed).merging(["decimal": .decimal(scale: 2)]) { $1 })
    }

    @Test func `the largest unsigned type is unsigned everywhere, an oid goes into integers alone`() {
        expect("uint8", all(Self.integers, .unsigned).merging(["decimal": .decimal(scale: 2)]) { $1 })
        expect("oid", all(Self.integers, .signed))
    }

    @Test(arguments: ["tinyint", "smallint", "integer", "bigint", "oid"])
    func `an unsigned column takes unsigned numbers`(type: String) {
        for target in Self.integers {
            #expect(ValueEncoding(sourceType: type, target: Self.column(target, isUnsigned: true)) == .unsigned)
        }
    }

    @Test func `numbers with a fraction go where their digits have a place`() {
        expect(
            "numeric",
            all(Self.integers, .wholeNumber(isUnsigned: false)).merging([
                "decimal": .decimal(scale: 2), "double": .doubleWithin(digits: 15), "float": .floatWithin(digits: 6),
            ]) { $1 }
        )
        let unsigned = Self.column("bigint", isUnsigned: true)
        #expect(ValueEncoding(sourceType: "numeric", target: unsigned) == .wholeNumber(isUnsigned: true))
        expect("real", ["decimal": .decimal(scale: 2), "float": .float, "double": .double])
        expect("double precision", ["decimal": .decimal(scale: 2), "double": .double])
    }

    @Test func `a boolean is a number or a bit`() {
        expect("boolean", all(Self.integers + ["bit"], .boolean))
    }

    @Test func `texts go into texts and choices`() {
        let all = all(Self.texts, .text)
        expect("character varying", all.merging(["char": .textInChar]) { $1 })
        expect("text", all.merging(["char": .textInChar]) { $1 })
        expect("character", all.merging(["char": .paddedText]) { $1 })
        for type in ["name", "\"char\"", "nvarchar2"] { expect(type, all.merging(["char": .textInChar]) { $1 }) }
    }

    @Test(arguments: ["character", "character varying", "text"])
    func `a choice takes the texts that are its words`(type: String) throws {
        for (dataType, columnType) in [("enum", "enum('a','b')"), ("set", "set('a','b')")] {
            let column = TargetColumn(name: "c", dataType: dataType, columnType: columnType)
            let members = try #require(ChoiceMembers(columnType: columnType))
            #expect(ValueEncoding(sourceType: type, target: column) == .choice(members))
        }
    }

    @Test func `bytes go into binary columns alone`() {
        expect("bytea", all(Self.binaries + ["binary"], .hexBytes(exactly: nil)))
    }

    @Test func `a column that pads its bytes says how many it holds`() {
        let column = TargetColumn(name: "c", dataType: "binary", columnType: "binary(16)", octetLength: 16)
        #expect(ValueEncoding(sourceType: "bytea", target: column) == .hexBytes(exactly: 16))
        let other = TargetColumn(name: "c", dataType: "varbinary", columnType: "varbinary(16)", octetLength: 16)
        #expect(ValueEncoding(sourceType: "bytea", target: other) == .hexBytes(exactly: nil))
    }

    @Test func `dates and times keep their kind, with the fraction that the column keeps`() {
        expect("date", ["date": .date, "datetime": .date, "timestamp": .date])
        expect("time without time zone", ["time": .time(precision: 3)])
        expect(
            "timestamp without time zone",
            ["datetime": .timestamp(precision: 3), "timestamp": .timestamp(precision: 3)]
        )
        expect(
            "timestamp with time zone",
            ["datetime": .timestampWithZone(precision: 3), "timestamp": .timestampWithZone(precision: 3)]
        )
        #expect(ValueEncoding(sourceType: "time without time zone", target: Self.column("time")) == .time(precision: 0))
    }

    @Test func `identifiers and documents go where they can be read again`() {
        expect("uuid", all(Self.texts + ["char", "uuid"], .text))
        for type in ["json", "jsonb"] { expect(type, all(Self.texts, .text).merging(["json": .json]) { $1 }) }
    }

    @Test(arguments: [
        "time with time zone", "interval", "money", "bit", "bit varying", "point", "inet", "xml", "integer[]",
        "tsvector", "", "raw",
    ])
    func `a type that is not in the table goes nowhere`(type: String) {
        expect(type, [:])
    }

    @Test func `a target type is known in whatever case the server writes it`() {
        #expect(ValueEncoding(sourceType: "text", target: Self.column("LONGTEXT")) == .text)
    }

    @Test(arguments: [ValueEncoding.text, .textInChar, .paddedText])
    func `texts are compared byte by byte, NULL included`(encoding: ValueEncoding) {
        for flavour in [ServerVersion.Flavour.mysql, .mariadb] {
            #expect(
                encoding.comparison(of: "`c`", on: flavour)
                    == "CAST(CONVERT(`c` USING utf8mb4) AS BINARY) <=> CAST(? AS BINARY)"
            )
        }
    }

    @Test func `documents are compared as documents where the server has a type for them`() {
        #expect(ValueEncoding.json.comparison(of: "`c`", on: .mysql) == "`c` <=> CAST(? AS JSON)")
        #expect(ValueEncoding.json.comparison(of: "`c`", on: .mariadb) == "`c` <=> ?")
    }

    @Test(arguments: [
        ValueEncoding.signed, .decimal(scale: 2), .double, .float, .boolean, .hexBytes(exactly: nil), .date,
        .time(precision: 0),
    ])
    func `everything else is compared as it is, NULL included`(encoding: ValueEncoding) {
        #expect(encoding.comparison(of: "`c`", on: .mysql) == "`c` <=> ?")
    }
}
