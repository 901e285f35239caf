/// The source's types, as far as they are written in different ways. The raw value is the name that the stream carries.
enum SourceType: String, CaseIterable, Sendable {
    case tinyint, smallint, integer, bigint, uint1, uint2, uint4, uint8, oid
    case numeric, real
    case double = "double precision"
    case boolean, money, year
    case bit
    case bitVarying = "bit varying"
    case character
    case varchar = "character varying"
    case text, clob, nvarchar2, name
    case singleByte = "\"char\""
    case bytea
    case binary = "\"binary\""
    case varbinary, blob, tinyblob, mediumblob, longblob, raw
    case date
    case time = "time without time zone"
    case timetz = "time with time zone"
    case timestamp = "timestamp without time zone"
    case timestamptz = "timestamp with time zone"
    case smalldatetime, interval
    case uuid, json, jsonb, xml, inet, cidr, macaddr, tsvector, tsquery, hll
    case point, lseg, path, polygon, box, circle, line
    case geometry, geography
    case range = "int4range and other ranges"
    case array = "arrays"
    /// An ENUM or SET of dolphin's, which is a type of the table's own, or a type of an extension.
    case other = "any other type"

    private static let ranges: Set<String> = [
        "int4range", "int8range", "numrange", "tsrange", "tstzrange", "daterange",
    ]
    private static let synonyms: [String: SourceType] = [
        "number": .numeric, "binary": .binary, "\"varbinary\"": .varbinary, "bpchar": .character,
    ]

    init(_ name: String) {
        if name.hasSuffix("[]") {
            self = .array
        } else if Self.ranges.contains(name) {
            self = .range
        } else {
            self = Self.synonyms[name] ?? SourceType(rawValue: name) ?? Self.ofExtension(name)
        }
    }

    /// An extension may live in any schema: `postgis.geometry`.
    private static func ofExtension(_ name: String) -> SourceType {
        if name.hasSuffix(".geometry") { return .geometry }
        return name.hasSuffix(".geography") ? .geography : .other
    }
}

extension [SourceType] {
    static let wholeNumbers: Self = [.tinyint, .smallint, .integer, .bigint, .uint1, .uint2, .uint4, .uint8, .oid]
    static let texts: Self = [.varchar, .text, .clob, .nvarchar2, .name, .singleByte]
    /// Types that print bytes after `\x`; the others print bare digits.
    static let prefixedBytes: Self = [.bytea, .binary, .varbinary]
    static let bytes: Self = prefixedBytes + [.blob, .tinyblob, .mediumblob, .longblob, .raw]
    /// Everything whose text a column of texts keeps.
    static let printable = SourceType.allCases.filter { !bytes.contains($0) && $0 != .character }
}
