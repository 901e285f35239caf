internal import MySQLClient

/// How the text of a source column becomes a parameter for a target column: decided once for a column, by both types.
enum ValueEncoding: Equatable, Sendable {
    case signed
    case unsigned
    /// Digits after the point that the column keeps.
    case decimal(scale: Int)
    /// A numeric without a fraction.
    case wholeNumber(isUnsigned: Bool)
    case float
    case double
    /// An exact number for a floating column: no more digits than that holds.
    case doubleWithin(digits: Int)
    case floatWithin(digits: Int)
    case boolean
    case text
    /// A text for a CHAR column, which does not keep blanks at the end.
    case textInChar
    /// A text for an ENUM or SET column.
    case choice(ChoiceMembers)
    /// `character`: the blanks at the end are padding, which the target's CHAR does not keep either.
    case paddedText
    case json
    /// `\x…`; a BINARY column pads what has fewer bytes than it.
    case hexBytes(exactly: Int?)
    case date
    case time(precision: Int)
    case timestamp(precision: Int)
    case timestampWithZone(precision: Int)

    /// nil for a pair that is not handled.
    init?(sourceType: String, target: TargetColumn) {
        guard let found = Self.find(sourceType, TargetKind(target), target) else { return nil }
        self = found
    }

    /// What a target column is, as far as it matters here.
    private enum TargetKind {
        case integer, bit, decimal, float, double, char, text, choice, json, uuid, binary
        case date, time, datetime, other

        init(_ column: TargetColumn) {
            switch column.dataType.lowercased() {
            case "tinyint", "smallint", "mediumint", "int", "bigint": self = .integer
            case "bit": self = .bit
            case "decimal": self = .decimal
            case "float": self = .float
            case "double": self = .double
            case "char": self = .char
            case "varchar", "tinytext", "text", "mediumtext", "longtext": self = .text
            case "enum", "set": self = .choice
            case "json": self = .json
            case "uuid": self = .uuid
            case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob": self = .binary
            case "date": self = .date
            case "time": self = .time
            case "datetime", "timestamp": self = .datetime
            default: self = .other
            }
        }
    }

    private static func find(_ sourceType: String, _ kind: TargetKind, _ target: TargetColumn) -> ValueEncoding? {
        let precision = target.datetimePrecision ?? 0
        switch (sourceType, kind) {
        case ("tinyint", .integer), ("smallint", .integer), ("integer", .integer), ("bigint", .integer),
            ("oid", .integer),
            ("uint1", .integer), ("uint2", .integer), ("uint4", .integer), ("uint8", .integer):
            return target.isUnsigned || sourceType == "uint8" ? .unsigned : .signed
        case ("tinyint", .decimal), ("smallint", .decimal), ("integer", .decimal), ("bigint", .decimal),
            ("uint1", .decimal), ("uint2", .decimal), ("uint4", .decimal), ("uint8", .decimal), ("numeric", .decimal),
            ("real", .decimal), ("double precision", .decimal):
            return .decimal(scale: target.numericScale ?? 0)
        case ("numeric", .integer): return .wholeNumber(isUnsigned: target.isUnsigned)
        // What a double and a float hold of any decimal number, whatever its digits.
        case ("numeric", .double): return .doubleWithin(digits: 15)
        case ("numeric", .float): return .floatWithin(digits: 6)
        case ("real", .float): return .float
        case ("real", .double), ("double precision", .double): return .double
        case ("boolean", .integer), ("boolean", .bit): return .boolean
        case ("character", .char): return .paddedText
        case ("character varying", .char), ("text", .char), ("name", .char), ("\"char\"", .char), ("nvarchar2", .char):
            return .textInChar
        case ("character", .text), ("character varying", .text), ("text", .text), ("name", .text), ("\"char\"", .text),
            ("nvarchar2", .text):
            return .text
        case ("character", .choice), ("character varying", .choice), ("text", .choice):
            return ChoiceMembers(columnType: target.columnType).map { .choice($0) }
        case ("bytea", .binary):
            let isPadded = target.dataType.lowercased() == "binary"
            return .hexBytes(exactly: isPadded ? target.octetLength.map { Int(clamping: $0) } : nil)
        case ("date", .date): return .date
        case ("date", .datetime): return .date
        case ("time without time zone", .time): return .time(precision: precision)
        case ("timestamp without time zone", .datetime): return .timestamp(precision: precision)
        case ("timestamp with time zone", .datetime): return .timestampWithZone(precision: precision)
        case ("uuid", .char), ("uuid", .text), ("uuid", .uuid): return .text
        case ("json", .json), ("jsonb", .json): return .json
        case ("json", .text), ("jsonb", .text): return .text
        default: return nil
        }
    }

    /// The condition that finds the value, NULL included, in a row that no key tells from others.
    ///
    /// Texts are compared byte for byte: the column's collation may call different texts equal, and then the wrong row would be hit.
    func comparison(of column: String, on flavour: ServerVersion.Flavour) -> String {
        switch self {
        case .text, .textInChar, .choice, .paddedText:
            "CAST(CONVERT(\(column) USING utf8mb4) AS BINARY) <=> CAST(? AS BINARY)"
        case .json:
            flavour == .mysql ? "\(column) <=> CAST(? AS JSON)" : "\(column) <=> ?"
        default:
            "\(column) <=> ?"
        }
    }
}
