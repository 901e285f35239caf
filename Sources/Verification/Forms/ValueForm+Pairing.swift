internal import MySQLClient

extension ValueForm {
    /// Texts up to so many bytes are hashed together with the rest of their row.
    private static let shortTextBytes: UInt64 = 2_048

    /// What a target column is, as far as it matters here.
    private enum Family {
        case integer, bit, decimal, floating, character, json, uuid, address, binary, date, time, moment, other

        init(_ column: TargetColumn) {
            switch column.dataType {
            case "tinyint", "smallint", "mediumint", "int", "bigint", "year": self = .integer
            case "bit": self = .bit
            case "decimal": self = .decimal
            case "float", "double": self = .floating
            case "char", "varchar", "tinytext", "text", "mediumtext", "longtext", "enum", "set": self = .character
            case "json": self = .json
            case "uuid": self = .uuid
            case "inet4", "inet6": self = .address
            case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob": self = .binary
            case "date": self = .date
            case "time": self = .time
            case "datetime", "timestamp": self = .moment
            default: self = .other
            }
        }
    }

    /// nil for a pair that has no common form. `arraysAreJSON` says how arrays stand in columns of texts.
    init?(sourceType: String, target: TargetColumn, arraysAreJSON: Bool = false) {
        switch Family(target) {
        case .integer: self.init(wholeNumber: sourceType)
        case .bit: self.init(bits: sourceType)
        case .decimal: self.init(exactNumber: sourceType, target)
        case .floating:
            guard SourceType.isNumber(sourceType) else { return nil }
            self = target.numericScale.map { .fixedDouble(digits: $0) } ?? .double
        case .character: self.init(characters: sourceType, target, arraysAreJSON)
        case .json:
            guard SourceType.isDocument(sourceType) || SourceType.isArray(sourceType) else { return nil }
            self = .json
        case .uuid: self = .uuid
        case .address:
            guard ["inet", "cidr"].contains(sourceType) else { return nil }
            self = .address
        case .binary: self.init(bytes: sourceType, target)
        case .date:
            self.init(moment: sourceType)
            if self == .midnight { self = .date }
        case .time:
            guard SourceType.isTime(sourceType) else { return nil }
            self = .time
        case .moment: self.init(moment: sourceType)
        case .other: return nil
        }
    }

    private init?(wholeNumber sourceType: String) {
        switch sourceType {
        case "boolean": self = .boolean
        case "bit", "bit varying": self = .bits
        case "real", "double precision": self = .double
        default:
            guard SourceType.isNumber(sourceType) else { return nil }
            self = SourceType.isInteger(sourceType) ? .integer : .decimal(scale: 0)
        }
    }

    private init?(bits sourceType: String) {
        switch sourceType {
        case "boolean": self = .boolean
        case "bit", "bit varying": self = .bits
        default:
            guard SourceType.isInteger(sourceType) else { return nil }
            self = .integer
        }
    }

    private init?(exactNumber sourceType: String, _ target: TargetColumn) {
        guard SourceType.isNumber(sourceType) || sourceType == "money" else { return nil }
        // What a floating number holds is never decided by its decimal digits.
        let isFloating = ["real", "double precision"].contains(sourceType)
        self = isFloating ? .double : .decimal(scale: target.numericScale ?? 0)
    }

    private init?(characters sourceType: String, _ target: TargetColumn, _ arraysAreJSON: Bool) {
        let isLong = (target.octetLength ?? .max) > Self.shortTextBytes
        switch sourceType {
        case "uuid": self = .uuid
        case _ where SourceType.isDocument(sourceType): self = .json
        case _ where arraysAreJSON && SourceType.isArray(sourceType): self = .json
        case _ where arraysAreJSON && SourceType.isRange(sourceType): return nil
        case _ where SourceType.isBytes(sourceType): return nil
        default: self = .text(isLong: isLong, isPadded: sourceType == "character")
        }
    }

    private init?(bytes sourceType: String, _ target: TargetColumn) {
        if sourceType == "uuid" {
            self = .uuidBytes
        } else if ["bit", "bit varying"].contains(sourceType) {
            self = .bitBytes
        } else if SourceType.isBytes(sourceType) {
            self = .bytes
        } else {
            return nil
        }
    }

    private init?(moment sourceType: String) {
        switch sourceType {
        case "date": self = .midnight
        case "timestamp without time zone", "smalldatetime": self = .moment
        case "timestamp with time zone": self = .momentInUTC
        default: return nil
        }
    }
}
