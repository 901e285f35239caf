internal import MySQLClient

/// How a target column tells the values of a key apart. Values that it calls equal have one form; a few that it tells apart may share one,
/// which only costs speed.
///
/// The form is made from the value as it is bound, so whatever the encoding did to it is done already.
enum KeyForm: Equatable, Sendable {
    /// Whole and decimal numbers, by their value.
    case number
    case float
    case double
    /// Compared byte for byte but for blanks at the end: `_bin` collations, ENUM, SET.
    case exactText
    /// Compared by a collation: what the server's weights call equal is equal.
    case collated(KeyCollation)
    /// Letters have no case: UUID.
    case caselessText
    /// But for zero bytes at the end, with which BINARY is filled up.
    case bytes
    case date
    case time
    case datetime

    /// nil where nobody knows what the column calls equal.
    init?(_ column: TargetColumn) {
        switch column.dataType {
        case "tinyint", "smallint", "mediumint", "int", "bigint", "year", "decimal": self = .number
        case "float": self = .float
        case "double": self = .double
        case "char", "varchar", "tinytext", "text", "mediumtext", "longtext":
            guard let collation = KeyCollation(column) else { return nil }
            self = collation.isBinary ? .exactText : .collated(collation)
        case "enum", "set": self = .exactText
        case "uuid": self = .caselessText
        case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob": self = .bytes
        case "date": self = .date
        case "time": self = .time
        case "datetime", "timestamp": self = .datetime
        default: return nil
        }
    }
}

/// The character set and collation of a text column that stands in a key.
struct KeyCollation: Hashable, Sendable {
    let characterSet: String
    let name: String

    init?(_ column: TargetColumn) {
        guard let characterSet = column.characterSet, let name = column.collation else { return nil }
        self.characterSet = characterSet
        self.name = name
    }

    var isBinary: Bool { name == "binary" || name.hasSuffix("_bin") }
}
