internal import ChangeModel
internal import TestSupport

/// What must hold for all values of a type: written into a column, they are read back as the mapping says.
struct ValueProperty: Sendable {
    let source: String
    /// The column's definition.
    let target: String
    /// How the column is read, as a text.
    let read: String
    /// Only MariaDB has the type.
    var isOfMariaDB = false
    /// From what the server prints to the form in which it is compared.
    var normal: @Sendable (String) -> String = { $0 }
    let make: @Sendable (inout SeededGenerator) -> RandomValue

    init(
        _ source: String,
        _ target: String,
        read: String = "v",
        isOfMariaDB: Bool = false,
        normal: @escaping @Sendable (String) -> String = { $0 },
        _ make: @escaping @Sendable (inout SeededGenerator) -> RandomValue
    ) {
        self.source = source
        self.target = target
        self.read = read
        self.isOfMariaDB = isOfMariaDB
        self.normal = normal
        self.make = make
    }

    static let all = numbers + texts + bytes + temporal + others

    private static let asDouble: @Sendable (String) -> String = { Double($0)?.description ?? $0 }
    private static let asFloat: @Sendable (String) -> String = { Double($0).map { Float($0).description } ?? $0 }

    private static let numbers = [
        ValueProperty("tinyint", "TINYINT") { .integer(-128...127, &$0) },
        ValueProperty("smallint", "SMALLINT") { .integer(-32_768...32_767, &$0) },
        ValueProperty("integer", "MEDIUMINT") { .integer(-8_388_608...8_388_607, &$0) },
        ValueProperty("integer", "INT") { .integer(Int64(Int32.min)...Int64(Int32.max), &$0) },
        ValueProperty("bigint", "BIGINT") { .integer(.min ... .max, &$0) },
        ValueProperty("bigint", "DECIMAL(20)") { .integer(.min ... .max, &$0) },
        ValueProperty("uint1", "TINYINT UNSIGNED") { .unsigned(255, &$0) },
        ValueProperty("uint2", "SMALLINT UNSIGNED") { .unsigned(65_535, &$0) },
        ValueProperty("uint4", "INT UNSIGNED") { .unsigned(UInt64(UInt32.max), &$0) },
        ValueProperty("uint8", "BIGINT UNSIGNED") { .unsigned(.max, &$0) },
        ValueProperty("oid", "INT UNSIGNED") { .unsigned(UInt64(UInt32.max), &$0) },
        ValueProperty("numeric", "DECIMAL(65,30)") { .decimal(35, 30, &$0) },
        ValueProperty("numeric", "DECIMAL(12,2)") { .decimal(10, 2, &$0) },
        ValueProperty("numeric", "DOUBLE", normal: asDouble) { random in
            let text = RandomValue.decimal(7, 8, &random).source
            return RandomValue(text, asDouble(text))
        },
        ValueProperty("numeric", "FLOAT", read: "v + 0e0", normal: asFloat) { random in
            let text = RandomValue.decimal(3, 3, &random).source
            return RandomValue(text, Float(text)?.description ?? "")
        },
        ValueProperty("numeric", "DOUBLE(14,3)", normal: asDouble) { random in
            let text = RandomValue.decimal(11, 3, &random).source
            return RandomValue(text, asDouble(text))
        },
        ValueProperty("numeric", "FLOAT(5,2)", read: "v + 0e0", normal: asFloat) { random in
            let text = RandomValue.decimal(3, 2, &random).source
            return RandomValue(text, Float(text)?.description ?? "")
        },
        ValueProperty("real", "FLOAT", read: "v + 0e0", normal: asFloat) { .float(&$0) },
        ValueProperty("double precision", "DOUBLE", normal: asDouble) { .double(&$0) },
        ValueProperty("boolean", "TINYINT(1)") {
            Bool.random(using: &$0) ? RandomValue("t", "1") : RandomValue("f", "0")
        },
        ValueProperty("boolean", "BIT(1)", read: "v + 0") {
            Bool.random(using: &$0) ? RandomValue("1") : RandomValue("0")
        },
        ValueProperty("bit", "BIT(64)", read: "LPAD(BIN(v), 64, '0')") { RandomValue(RandomValue.bits(64, &$0)) },
        ValueProperty("bit varying", "BIT(13)", read: "LPAD(BIN(v), 13, '0')") {
            RandomValue(RandomValue.bits(13, &$0))
        },
        ValueProperty("year", "YEAR") { random in
            let year = Int.random(in: 1_900...2_155, using: &random)
            return year == 1_900 ? RandomValue("0", "0000") : RandomValue(String(year))
        },
        ValueProperty("money", "DECIMAL(19,2)") { random in
            let cents = RandomValue.digits(2...2, &random)
            let thousands = RandomValue.digits(3...3, &random)
            let millions = String(Int.random(in: 1...999, using: &random))
            let sign = Bool.random(using: &random) ? "-" : ""
            return RandomValue("\(sign)$\(millions),\(thousands).\(cents)", "\(sign)\(millions)\(thousands).\(cents)")
        },
    ]

    private static let inHex = "HEX(CONVERT(v USING utf8mb4))"

    private static func inHex(_ text: String) -> RandomValue { RandomValue(text, RandomValue.hexadecimal(text.utf8)) }

    private static let texts = [
        ValueProperty("character varying", "VARCHAR(40)", read: inHex) {
            inHex(RandomValue.text(0...40, RandomValue.anyCharacter, &$0))
        },
        ValueProperty("text", "LONGTEXT", read: inHex) {
            inHex(RandomValue.text(0...200, RandomValue.anyCharacter, &$0))
        },
        ValueProperty("nvarchar2", "VARCHAR(40) CHARACTER SET utf8mb3", read: inHex) {
            inHex(RandomValue.text(0...40, RandomValue.basicPlane, &$0))
        },
        ValueProperty("text", "TINYTEXT CHARACTER SET latin1", read: inHex) {
            inHex(RandomValue.text(0...255, [0...0x7F, 0xA0...0xFF, 0x20AC...0x20AC, 0x2018...0x201A], &$0))
        },
        ValueProperty("text", "VARCHAR(40) CHARACTER SET ascii", read: inHex) {
            inHex(RandomValue.text(0...40, [0...0x7F], &$0))
        },
        ValueProperty("character", "CHAR(40)", read: inHex) { random in
            let text = RandomValue.text(0...30, RandomValue.anyCharacter, &random)
            var kept = Array(text.utf8)
            while kept.last == UInt8(ascii: " ") { kept.removeLast() }
            return RandomValue(text + "     ", RandomValue.hexadecimal(kept))
        },
        ValueProperty("text", "ENUM('x','Y','it''s','é','a,b','')") {
            RandomValue(["x", "Y", "it's", "é", "a,b", ""].randomElement(using: &$0) ?? "x")
        },
        ValueProperty("s.t_c_set", "SET('a','b c','é','D')") { random in
            RandomValue(["a", "b c", "é", "D"].filter { _ in Bool.random(using: &random) }.joined(separator: ","))
        },
        ValueProperty("uuid", "CHAR(36)") { RandomValue(RandomValue.uuid(&$0)) },
        ValueProperty("uuid", "UUID", isOfMariaDB: true) { RandomValue(RandomValue.uuid(&$0)) },
        ValueProperty("inet", "INET4", isOfMariaDB: true) { random in
            RandomValue(
                (0..<4).map { _ in String(UInt8.random(in: .min ... .max, using: &random)) }.joined(separator: ".")
            )
        },
        ValueProperty("inet", "INET6", isOfMariaDB: true) { random in
            RandomValue(
                (0..<8).map { _ in String(Int.random(in: 1...0xFFFF, using: &random), radix: 16) }.joined(
                    separator: ":"
                )
            )
        },
    ]

    private static let bytes = [
        ValueProperty("bytea", "LONGBLOB", read: "HEX(v)") { random in
            let digits = RandomValue.hexadecimal(RandomValue.bytes(0...100, &random))
            return RandomValue("\\x" + digits.lowercased(), digits)
        },
        ValueProperty("blob", "TINYBLOB", read: "HEX(v)") { random in
            RandomValue(RandomValue.hexadecimal(RandomValue.bytes(0...255, &random)))
        },
        ValueProperty("\"binary\"", "BINARY(16)", read: "HEX(v)") { random in
            let digits = RandomValue.hexadecimal(RandomValue.bytes(16...16, &random))
            return RandomValue("\\x" + digits.lowercased(), digits)
        },
        ValueProperty("varbinary", "VARBINARY(40)", read: "HEX(v)") { random in
            let digits = RandomValue.hexadecimal(RandomValue.bytes(0...40, &random))
            return RandomValue("\\x" + digits.lowercased(), digits)
        },
        ValueProperty("bit varying", "VARBINARY(8)", read: "HEX(v)") { random in
            let bytes = RandomValue.bytes(0...8, &random)
            let bits = bytes.map { byte in
                String(repeating: "0", count: byte.leadingZeroBitCount) + (byte == 0 ? "" : String(byte, radix: 2))
            }
            return RandomValue(bits.joined(), RandomValue.hexadecimal(bytes))
        },
        ValueProperty("uuid", "BINARY(16)", read: "HEX(v)") { random in
            let uuid = RandomValue.uuid(&random)
            return RandomValue(uuid, uuid.filter { $0 != "-" }.uppercased())
        },
    ]

    private static let shown = "CAST(v AS CHAR)"

    private static let temporal = [
        ValueProperty("date", "DATE", read: shown) {
            RandomValue(String(RandomValue.plain(RandomValue.moment(1...9_999, step: 1, &$0)).prefix(10)))
        },
        ValueProperty("timestamp without time zone", "DATE", read: shown) { random in
            let date = String(RandomValue.plain(RandomValue.moment(1...9_999, step: 1, &random)).prefix(10))
            return RandomValue(date + " 00:00:00", date)
        },
        ValueProperty("timestamp without time zone", "DATETIME(6)", read: shown) { random in
            let time = RandomValue.moment(1...9_999, step: 1, &random)
            return RandomValue(RandomValue.plain(time), RandomValue.padded(time, 6))
        },
        ValueProperty("timestamp without time zone", "DATETIME(2)", read: shown) { random in
            let time = RandomValue.moment(1...9_999, step: 10_000, &random)
            return RandomValue(RandomValue.plain(time), RandomValue.padded(time, 2))
        },
        ValueProperty("timestamp with time zone", "DATETIME(6)", read: shown) { random in
            let time = RandomValue.moment(1...9_999, step: 1, &random)
            return RandomValue(RandomValue.zoned(time, &random), RandomValue.padded(time, 6))
        },
        ValueProperty("timestamp with time zone", "TIMESTAMP(6) NULL", read: shown) { random in
            let time = RandomValue.moment(1_970...2_037, step: 1, &random)
            return RandomValue(RandomValue.zoned(time, &random), RandomValue.padded(time, 6))
        },
        ValueProperty("smalldatetime", "DATETIME", read: shown) { random in
            let time = RandomValue.moment(1...9_999, step: 60_000_000, &random)
            return RandomValue(RandomValue.plain(time), RandomValue.padded(time, 0))
        },
        ValueProperty("time without time zone", "TIME(6)", read: shown) { .time(&$0) },
        ValueProperty("interval", "TIME(6)", read: shown) { .time(&$0) },
    ]

    private static let others = [
        ValueProperty("json", "JSON") { random in
            let text = RandomValue.text(0...20, [0x23...0x5B, 0x5D...0x7E, 0xA0...0x7FF, 0x1F600...0x1F64F], &random)
            let string = String(
                String.UnicodeScalarView(text.unicodeScalars.filter { !"\"\\\0\n".unicodeScalars.contains($0) })
            )
            let number = RandomValue.integer(.min ... .max, &random).source
            return RandomValue("{\"a\": [\(number), \"\(string)\", null], \"é\": {\"x\": true}}")
        },
        ValueProperty("integer[]", "LONGTEXT") { random in
            let elements = (0..<Int.random(in: 0...5, using: &random)).map { _ in
                RandomValue.integer(-99...99, &random).source
            }
            return RandomValue("{\(elements.joined(separator: ","))}", "[\(elements.joined(separator: ","))]")
        },
        ValueProperty("point", "POINT", read: "HEX(v)") { random in
            let (x, y) = (RandomValue.coordinate(&random), RandomValue.coordinate(&random))
            return RandomValue(
                "(\(x.text),\(y.text))",
                "000000000101000000" + RandomValue.hexadecimal(x.bytes + y.bytes)
            )
        },
        ValueProperty("geometry", "GEOMETRY", read: "HEX(v)") { random in
            let points = (0..<Int.random(in: 2...5, using: &random)).map { _ in
                [RandomValue.coordinate(&random), RandomValue.coordinate(&random)]
            }
            let count = RandomValue.hexadecimal([UInt8(points.count), 0, 0, 0])
            let little = RandomValue.hexadecimal(points.flatMap { $0.flatMap(\.bytes) })
            let big = RandomValue.hexadecimal(points.flatMap { $0.flatMap { $0.bytes.reversed() } })
            let countBig = RandomValue.hexadecimal([0, 0, 0, UInt8(points.count)])
            let isBig = Bool.random(using: &random)
            return RandomValue(
                isBig ? "0000000002" + countBig + big : "0102000020E6100000" + count + little,
                (isBig ? "00000000" : "E6100000") + "0102000000" + count + little
            )
        },
    ]
}
