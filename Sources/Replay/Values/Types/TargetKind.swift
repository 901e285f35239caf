/// MySQL's and MariaDB's types by the name that information_schema gives them.
enum TargetKind: String, CaseIterable, Sendable {
    case tinyint, smallint, mediumint, int, bigint, bit, decimal, float, double, year
    case char, varchar, tinytext, text, mediumtext, longtext
    case enumeration = "enum"
    case set, json, uuid, inet4, inet6
    case binary, varbinary, tinyblob, blob, mediumblob, longblob
    case date, time, datetime, timestamp
    case geometry, point, linestring, polygon, multipoint, multilinestring, multipolygon, geometrycollection

    init?(dataType: String) {
        switch dataType.lowercased() {
        case "geomcollection": self = .geometrycollection
        case let name: self.init(rawValue: name)
        }
    }
}

extension [TargetKind] {
    static let integers: Self = [.tinyint, .smallint, .mediumint, .int, .bigint]
    static let longTexts: Self = [.varchar, .tinytext, .text, .mediumtext, .longtext]
    static let texts: Self = [.char] + longTexts
    static let choices: Self = [.enumeration, .set]
    static let longBytes: Self = [.varbinary, .tinyblob, .blob, .mediumblob, .longblob]
    static let bytes: Self = [.binary] + longBytes
    static let moments: Self = [.date, .datetime, .timestamp]
    static let spatial: Self = [
        .geometry, .point, .linestring, .polygon, .multipoint, .multilinestring, .multipolygon, .geometrycollection,
    ]
}
