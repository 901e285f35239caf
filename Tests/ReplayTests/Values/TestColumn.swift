internal import MySQLClient

/// A target column as information_schema would describe it, from the type as SQL writes it.
enum TestColumn {
    static func column(_ sql: String, isNullable: Bool = true) -> TargetColumn {
        let words = sql.lowercased().split(separator: " ").map(String.init)
        let name = words[0].prefix { $0 != "(" }
        let numbers = arguments(sql).compactMap { Int($0) }
        let dataType = String(name)
        var column = Attributes()
        column.describe(dataType, numbers)
        if let place = words.firstIndex(of: "set"), place > 0, place + 1 < words.count {
            column.characterSet = words[place + 1]
        }
        return TargetColumn(
            name: "c",
            dataType: dataType,
            columnType: ["enum", "set"].contains(dataType) ? sql : sql.lowercased(),
            isNullable: isNullable,
            isUnsigned: words.contains("unsigned"),
            characterSet: column.characterSet,
            characterMaximumLength: column.length.map(UInt64.init),
            octetLength: column.octets.map(UInt64.init),
            numericPrecision: column.precision,
            numericScale: column.scale,
            datetimePrecision: column.fraction
        )
    }

    private static func arguments(_ sql: String) -> [Substring] {
        sql.split(separator: "(").dropFirst().first?.split(separator: ")").first?.split(separator: ",") ?? []
    }

    private struct Attributes {
        var characterSet: String?
        var length: Int?
        var octets: Int?
        var precision: Int?
        var scale: Int?
        var fraction: Int?

        mutating func describe(_ dataType: String, _ numbers: [Int]) {
            switch dataType {
            case "decimal": (precision, scale) = (numbers.first ?? 10, numbers.dropFirst().first ?? 0)
            case "float", "double": if numbers.count == 2 { (precision, scale) = (numbers[0], numbers[1]) }
            case "bit": precision = numbers.first ?? 1
            case "char", "varchar": (length, octets) = (numbers.first ?? 1, 4 * (numbers.first ?? 1))
            case "binary", "varbinary": (length, octets) = (numbers.first ?? 1, numbers.first ?? 1)
            case "tinytext", "tinyblob": octets = 255
            case "text", "blob": octets = 65_535
            case "mediumtext", "mediumblob": octets = 16_777_215
            case "longtext", "longblob": octets = 4_294_967_295
            case "time", "datetime", "timestamp": fraction = numbers.first ?? 0
            default: break
            }
        }
    }
}
