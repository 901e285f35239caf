internal import MySQLClient
internal import Testing

@testable import Replay

struct ValueEncodingTests {
    /// A type as SQL writes it for each kind of target.
    static let samples: [TargetKind: String] = [
        .decimal: "DECIMAL(20,5)", .bit: "BIT(8)", .char: "CHAR(10)", .varchar: "VARCHAR(10)",
        .enumeration: "enum('a','b')",
        .set: "set('a','b')", .binary: "BINARY(16)", .varbinary: "VARBINARY(16)",
    ]

    @Test func `replay has an encoding just for the pairs that have a rule`() {
        for source in SourceType.allCases {
            let name = Self.name(source)
            for kind in TargetKind.allCases {
                let target = TestColumn.column(Self.samples[kind] ?? kind.rawValue)
                let rule = TypeRules.rule(source, kind)
                let isPlain = rule.map { $0.fidelity != .byPolicy } ?? false
                let withText = ValuePolicies(standard: .text)
                #expect((ValueEncoding(sourceType: name, target: target) != nil) == isPlain, "\(name) into \(kind)")
                #expect(
                    (ValueEncoding(sourceType: name, target: target, policies: withText) != nil) == (rule != nil),
                    "\(name) into \(kind), with text"
                )
            }
        }
    }

    private static func name(_ source: SourceType) -> String {
        switch source {
        case .array: "integer[]"
        case .range: "int4range"
        case .other: "hstore"
        default: source.rawValue
        }
    }

    @Test func `no pair stands in two rules`() {
        for source in SourceType.allCases {
            for kind in TargetKind.allCases {
                let rules = TypeRules.all.filter { $0.sources.contains(source) && $0.targets.contains(kind) }
                #expect(rules.count <= 1, "\(source) into \(kind): \(rules.map(\.how))")
            }
        }
    }

    @Test(arguments: ["vector", "sequence", "", "json2"])
    func `a target type that replay does not know takes nothing`(dataType: String) {
        let column = TargetColumn(name: "c", dataType: dataType, columnType: dataType)
        for source in SourceType.allCases { #expect(ValueEncoding(sourceType: source.rawValue, target: column) == nil) }
    }

    @Test(arguments: [
        ("integer[]", SourceType.array), ("s.t_c_set[]", .array), ("numrange", .range), ("s.t_c_enum", .other),
        ("number", .numeric), ("\"varbinary\"", .varbinary), ("public.geometry", .geometry),
        ("x.geography", .geography),
        ("\"char\"", .singleByte), ("char", .other),
    ])
    func `a type is known by the name that the stream carries`(name: String, type: SourceType) {
        #expect(SourceType(name) == type)
    }

    @Test func `a column of words that cannot be read takes nothing`() {
        let column = TargetColumn(name: "c", dataType: "enum", columnType: "enum('a\\\\b')")
        #expect(ValueEncoding(sourceType: "text", target: column) == nil)
    }

    @Test func `texts are compared by their bytes, numbers by their value`() throws {
        let comparison = { (type: String, target: String, flavour: ServerVersion.Flavour) in
            ValueEncoding(sourceType: type, target: TestColumn.column(target))?.comparison(of: "`c`", on: flavour)
        }
        let byBytes = "CAST(CONVERT(`c` USING utf8mb4) AS BINARY) <=> CAST(? AS BINARY)"
        for (type, target) in [("text", "TEXT"), ("text", "CHAR(5)"), ("character", "CHAR(5)"), ("text", "set('a')")] {
            #expect(comparison(type, target, .mysql) == byBytes)
        }
        for (type, target) in [
            ("integer", "INT"), ("date", "DATE"), ("bytea", "BLOB"), ("inet", "INET6"), ("bit", "BIT(3)"),
        ] {
            #expect(comparison(type, target, .mariadb) == "`c` <=> ?")
        }
        #expect(comparison("json", "JSON", .mysql) == "`c` <=> CAST(? AS JSON)")
        #expect(comparison("json", "JSON", .mariadb) == "`c` <=> ?")
        #expect(comparison("point", "POINT", .mysql) == "CAST(`c` AS BINARY) <=> CAST(? AS BINARY)")
    }
}
