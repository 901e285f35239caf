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

    static func isDocument(_ name: String) -> Bool { ["json", "jsonb"].contains(name) }

    static func isArray(_ name: String) -> Bool { name.hasSuffix("[]") }

    static func isRange(_ name: String) -> Bool { name.hasSuffix("range") }

    static func isTime(_ name: String) -> Bool {
        ["time without time zone", "time with time zone", "interval"].contains(name)
    }

    /// Types whose cast to a text is not what their values look like everywhere else.
    static func isPrintedOtherwise(_ name: String) -> Bool { ["inet", "cidr", "boolean"].contains(name) }

    /// `"binary"` stands in quotes because the word is one of SQL's.
    static func isBytes(_ name: String) -> Bool {
        switch name {
        case "bytea", "blob", "raw", "\"binary\"", "binary", "varbinary", "tinyblob", "mediumblob", "longblob": true
        default: false
        }
    }
}
