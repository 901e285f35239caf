/// The types that every openGauss database has under the same number, by the name that the text dialects give them.
enum BuiltInTypes {
    static let boolean: UInt32 = 16

    static func name(_ identifier: UInt32) -> String? { names[identifier] }

    /// Source: the recordings, whose serial streams name what style b numbers, and PostgreSQL's pg_type for the arrays and ranges
    /// that they leave out. A clob is written as `text`.
    private static let names: [UInt32: String] = [
        16: "boolean", 17: "bytea", 18: "\"char\"", 19: "name", 20: "bigint", 21: "smallint", 23: "integer",
        25: "text", 26: "oid", 86: "raw", 88: "blob", 90: "text", 114: "json", 142: "xml", 600: "point",
        601: "lseg", 602: "path", 603: "box", 604: "polygon", 650: "cidr", 700: "real", 701: "double precision",
        718: "circle", 790: "money", 829: "macaddr", 869: "inet", 1000: "boolean[]", 1001: "bytea[]",
        1005: "smallint[]", 1007: "integer[]", 1009: "text[]", 1014: "character[]", 1015: "character varying[]",
        1016: "bigint[]", 1021: "real[]", 1022: "double precision[]", 1042: "character", 1043: "character varying",
        1082: "date", 1083: "time without time zone", 1114: "timestamp without time zone",
        1115: "timestamp without time zone[]", 1182: "date[]", 1183: "time without time zone[]",
        1184: "timestamp with time zone", 1185: "timestamp with time zone[]", 1186: "interval", 1187: "interval[]",
        1231: "numeric[]", 1266: "time with time zone", 1270: "time with time zone[]", 1560: "bit", 1561: "bit[]",
        1562: "bit varying", 1563: "bit varying[]", 1700: "numeric", 2950: "uuid", 2951: "uuid[]", 3614: "tsvector",
        3615: "tsquery", 3802: "jsonb", 3904: "int4range", 3906: "numrange", 3908: "tsrange", 3910: "tstzrange",
        3912: "daterange", 3926: "int8range", 3969: "nvarchar2", 4301: "hll", 5545: "tinyint",
        9003: "smalldatetime",
    ]
}
