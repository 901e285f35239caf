/// Families of the source's types, by the names that its catalogue gives them without their modifiers.
enum SourceType {
    static func isInteger(_ name: String) -> Bool {
        switch name {
        case "tinyint", "smallint", "integer", "bigint", "int16", "oid", "uint1", "uint2", "uint4", "uint8", "year":
            true
        default: false
        }
    }

    static func isNumber(_ name: String) -> Bool {
        switch name {
        case "numeric", "number", "real", "double precision": true
        default: isInteger(name)
        }
    }

    /// `"binary"` stands in quotes because the word is one of SQL's.
    static func isBytes(_ name: String) -> Bool {
        switch name {
        case "bytea", "blob", "raw", "\"binary\"", "binary", "varbinary", "tinyblob", "mediumblob", "longblob": true
        default: false
        }
    }
}
