extension SourceType {
    /// The column of MySQL and MariaDB that takes the type's values as they are.
    ///
    /// The stream tells no lengths, so it has room for the longest.
    var naturalColumnType: String {
        switch self {
        // Without a sign in one mode of the source, with one in another.
        case .tinyint, .smallint: "SMALLINT"
        case .integer: "INT"
        case .bigint: "BIGINT"
        case .uint1: "TINYINT UNSIGNED"
        case .uint2: "SMALLINT UNSIGNED"
        case .uint4, .oid: "INT UNSIGNED"
        case .uint8: "BIGINT UNSIGNED"
        case .numeric: "DECIMAL(65,30)"
        case .real: "FLOAT"
        case .double: "DOUBLE"
        case .boolean: "TINYINT(1)"
        case .money: "DECIMAL(19,2)"
        case .year: "YEAR"
        case .bit: "BIT(64)"
        case .name, .macaddr, .inet, .cidr, .timetz: "VARCHAR(64) CHARACTER SET utf8mb4"
        case .interval: "VARCHAR(255) CHARACTER SET utf8mb4"
        case .singleByte: "VARCHAR(4) CHARACTER SET utf8mb4"
        case .bytea, .binary, .varbinary, .blob, .longblob, .raw: "LONGBLOB"
        case .tinyblob: "TINYBLOB"
        case .mediumblob: "MEDIUMBLOB"
        case .date: "DATE"
        case .time: "TIME(6)"
        case .timestamp, .timestamptz: "DATETIME(6)"
        case .smalldatetime: "DATETIME"
        case .uuid: "CHAR(36) CHARACTER SET utf8mb4"
        case .json, .jsonb: "JSON"
        case .point: "POINT"
        case .lseg, .path: "LINESTRING"
        case .polygon, .box: "POLYGON"
        case .geometry, .geography: "GEOMETRY"
        case .character, .varchar, .text, .clob, .nvarchar2, .bitVarying, .xml, .tsvector, .tsquery, .hll, .circle,
            .line, .range, .array, .other:
            "LONGTEXT CHARACTER SET utf8mb4"
        }
    }

    /// The same where a key covers the column: a key takes no long texts and bytes.
    var naturalKeyColumnType: String {
        switch naturalColumnType {
        case let type where type.hasPrefix("LONGTEXT"): "VARCHAR(255) CHARACTER SET utf8mb4"
        case let type where type.hasSuffix("BLOB"): "VARBINARY(255)"
        case let type: type
        }
    }
}
