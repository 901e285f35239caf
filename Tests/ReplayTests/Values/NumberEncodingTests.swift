internal import Testing

@testable import Replay

/// Numbers, booleans and bits through the encoder.
struct NumberEncodingTests {
    private func bound(_ text: String, _ type: String, _ target: String, _ policy: ValuePolicy = .error) -> String {
        EncodedValue.text(text, type, target, policy)
    }

    @Test(arguments: ["0", "-1", "1", "9223372036854775807", "-9223372036854775808"])
    func `a whole number of 64 bits is bound as it is`(text: String) {
        #expect(bound(text, "bigint", "BIGINT") == "signed " + text)
    }

    @Test(arguments: [
        "9223372036854775808", "-9223372036854775809", "18446744073709551616", "99999999999999999999999",
        "-99999999999999999999999", "", "-", "+1", "1.0", "1e3", "0x10", " 1", "1 ", "--1", "NaN", "é",
    ])
    func `what is no whole number of 64 bits is refused`(text: String) {
        #expect(EncodedValue.isRefused(text, "bigint", "BIGINT"))
    }

    @Test(arguments: [
        ("TINYINT", "-128", "127", "-129", "128"), ("SMALLINT", "-32768", "32767", "-32769", "32768"),
        ("MEDIUMINT", "-8388608", "8388607", "-8388609", "8388608"),
        ("INT", "-2147483648", "2147483647", "-2147483649", "2147483648"),
    ])
    func `a column's range is known, and clamp ends there`(
        target: String,
        least: String,
        greatest: String,
        below: String,
        above: String
    ) {
        for text in [least, greatest] { #expect(bound(text, "bigint", target) == "signed " + text) }
        for text in [below, above, "99999999999999999999"] { #expect(EncodedValue.isRefused(text, "bigint", target)) }
        #expect(bound(below, "bigint", target, .clamp) == "signed " + least)
        #expect(bound(above, "bigint", target, .clamp) == "signed " + greatest)
        #expect(bound("-99999999999999999999", "bigint", target, .clamp) == "signed " + least)
        #expect(bound(above, "bigint", target, .null) == "null")
    }

    @Test(arguments: [
        ("TINYINT UNSIGNED", "255", "256"), ("SMALLINT UNSIGNED", "65535", "65536"),
        ("MEDIUMINT UNSIGNED", "16777215", "16777216"), ("INT UNSIGNED", "4294967295", "4294967296"),
        ("BIGINT UNSIGNED", "18446744073709551615", "18446744073709551616"), ("BIT(3)", "7", "8"),
    ])
    func `an unsigned column takes no negative number and none beyond its range`(
        target: String,
        greatest: String,
        above: String
    ) {
        #expect(bound(greatest, "uint8", target) == "unsigned " + greatest)
        #expect(EncodedValue.isRefused(above, "uint8", target))
        #expect(bound("-1", "integer", target) == "refused: the number is negative and the column is not")
        #expect(bound("-1", "integer", target, .clamp) == "unsigned 0")
        #expect(bound(above, "uint8", target, .clamp) == "unsigned " + greatest)
    }

    @Test(arguments: [
        ("0", 0, "0"), ("12.50", 2, "12.5"), ("-12.5", 2, "-12.5"), (".5", 2, "0.5"), ("-.5", 2, "-0.5"),
        (".05", 2, "0.05"), ("1.500", 1, "1.5"), ("1.000", 0, "1"), ("007.10", 1, "7.1"), ("-0", 0, "-0"),
        (".0", 2, "0"),
        ("1.", 0, "1"), ("0.00", 2, "0"), ("1.5e+2", 0, "150"), ("1e-2", 2, "0.01"), ("-2.5e+0", 1, "-2.5"),
    ])
    func `a decimal keeps its digits, and gets the zero that some servers leave out`(
        text: String,
        scale: Int,
        digits: String
    ) {
        #expect(bound(text, "numeric", "DECIMAL(20,\(scale))") == "decimal " + digits)
    }

    @Test func `a decimal with 65 digits passes`() {
        let text = "-" + String(repeating: "9", count: 35) + "." + String(repeating: "9", count: 30)
        #expect(bound(text, "numeric", "DECIMAL(65,30)") == "decimal " + text)
        let padded = "1." + String(repeating: "0", count: 300)
        #expect(bound(padded, "numeric", "DECIMAL(65,30)") == "decimal 1")
    }

    @Test(arguments: [
        ("1.005", 2, "1.01"), (".001", 2, "0.00"), ("0.15", 1, "0.2"), ("-1.25", 1, "-1.3"), ("99.99", 1, "100.0"),
        ("-.004", 2, "0.00"), ("1.49", 0, "1"), ("0.5", 0, "1"), (".0049", 2, "0.00"), ("999.5", 0, "999"),
    ])
    func `digits that the column does not keep are refused, and clamp rounds them`(
        text: String,
        scale: Int,
        rounded: String
    ) {
        let target = "DECIMAL(\(3 + scale),\(scale))"
        #expect(bound(text, "numeric", target) == "refused: it has more than \(scale) digits after the point")
        #expect(bound(text, "numeric", target, .clamp) == "decimal " + rounded)
    }

    @Test func `a decimal out of range is refused, and clamp ends at the column's nines`() {
        #expect(bound("1000", "numeric", "DECIMAL(5,2)") == "refused: it has more than 3 digits before the point")
        #expect(bound("1000", "numeric", "DECIMAL(5,2)", .clamp) == "decimal 999.99")
        #expect(bound("-1e+40", "real", "DECIMAL(5,2)", .clamp) == "decimal -999.99")
        #expect(bound("-5", "numeric", "DECIMAL(5,2) UNSIGNED", .clamp) == "decimal 0")
        #expect(EncodedValue.isRefused("-.01", "numeric", "DECIMAL(5,2) UNSIGNED"))
        #expect(bound("Infinity", "numeric", "DECIMAL(4,4)", .clamp) == "decimal 0.9999")
        #expect(bound("-Infinity", "numeric", "DECIMAL(3)", .clamp) == "decimal -999")
    }

    @Test(arguments: ["12abc", "", ".", "-", "1..2", "1.2.3", "--1", "0x1", " 1", "1e", "e5", "1e5000", "1e+1x", "+1"])
    func `what is no decimal is refused whatever the policy`(text: String) {
        for policy in ValuePolicy.allCases {
            #expect(EncodedValue.isRefused(text, "numeric", "DECIMAL(20,10)", policy))
        }
    }

    @Test func `NaN is refused, and nothing is near it`() {
        for target in ["DECIMAL(20,10)", "BIGINT", "DOUBLE", "FLOAT"] {
            #expect(bound("NaN", "double precision", target) == "refused: NaN has no place in MySQL")
            #expect(EncodedValue.isRefused("NaN", "double precision", target, .clamp))
            #expect(bound("NaN", "double precision", target, .null) == "null")
        }
    }

    @Test func `the encoder remembers nothing of the value before`() throws {
        var encoder = ValueEncoder()
        let decimal = try #require(ValueEncoding(sourceType: "numeric", target: TestColumn.column("DECIMAL(20,2)")))
        let bytes = try #require(ValueEncoding(sourceType: "bytea", target: TestColumn.column("BLOB")))
        #expect(EncodedValue.text("123.45", decimal, &encoder) == "decimal 123.45")
        #expect(EncodedValue.text(".5", decimal, &encoder) == "decimal 0.5")
        #expect(EncodedValue.text("\\xff", bytes, &encoder) == "bytes ff")
        #expect(EncodedValue.text("7", decimal, &encoder) == "decimal 7")
    }

    @Test(arguments: [
        ("5", "signed 5"), ("-5.000", "signed -5"), ("5.", "signed 5"), (".0", "signed 0"), ("1e+3", "signed 1000"),
        ("9223372036854775807.0", "signed 9223372036854775807"),
    ])
    func `a numeric without a fraction goes into an integer`(text: String, number: String) {
        #expect(bound(text, "numeric", "BIGINT") == number)
    }

    @Test(arguments: [
        ("5.1", 5), ("-0.5", -1), (".49", 0), ("9223372036854775808", Int64.max), ("-Infinity", Int64.min),
    ])
    func `a numeric that is no integer is refused, and clamp takes the nearest`(text: String, nearest: Int64) {
        #expect(EncodedValue.isRefused(text, "numeric", "BIGINT"))
        #expect(bound(text, "numeric", "BIGINT", .clamp) == "signed \(nearest)")
    }

    @Test func `a numeric for an unsigned integer is unsigned`() {
        #expect(bound("18446744073709551615.00", "numeric", "BIGINT UNSIGNED") == "unsigned 18446744073709551615")
        #expect(EncodedValue.isRefused("-1.0", "numeric", "BIGINT UNSIGNED"))
    }

    @Test(arguments: [
        ("0", 0.0), ("-0", -0.0), ("0.1", 0.1), (".1", 0.1), ("1e+308", 1e308), (".100000000000000006", 0.1),
        ("1.7976931348623157e+308", Double.greatestFiniteMagnitude), ("5e-324", Double.leastNonzeroMagnitude),
        ("2.2250738585072014e-308", Double.leastNormalMagnitude), ("0e-999", 0.0),
    ])
    func `a double is bound with its bits`(text: String, value: Double) {
        #expect(bound(text, "double precision", "DOUBLE") == "double \(value)")
    }

    @Test(arguments: ["inf0", "", "abc", "1,5", "1 ", "1e", "0x10", "infinit", "1.2.3", "-", "."])
    func `what is no floating number is refused whatever the policy`(text: String) {
        for policy in ValuePolicy.allCases {
            #expect(EncodedValue.isRefused(text, "double precision", "DOUBLE", policy))
        }
    }

    @Test(arguments: [
        ("Infinity", Double.greatestFiniteMagnitude), ("-Infinity", -Double.greatestFiniteMagnitude),
        ("1e309", Double.greatestFiniteMagnitude), ("-1e999", -Double.greatestFiniteMagnitude), ("1e-400", 0),
        ("-0.1e-400", -0.0),
    ])
    func `what a double cannot hold is refused, and clamp takes the nearest`(text: String, nearest: Double) {
        #expect(EncodedValue.isRefused(text, "double precision", "DOUBLE"))
        #expect(bound(text, "double precision", "DOUBLE", .clamp) == "double \(nearest)")
    }

    @Test(arguments: [
        ("0.1", Float(0.1)), ("16777217", 16_777_216), ("3.4028235e+38", .greatestFiniteMagnitude),
        ("1e-45", .leastNonzeroMagnitude), (".100000001", 0.1),
    ])
    func `a float is rounded once, to 32 bits`(text: String, value: Float) {
        #expect(bound(text, "real", "FLOAT") == "float \(value)")
    }

    @Test(arguments: [
        ("3.5e+38", Float.greatestFiniteMagnitude), ("-Infinity", -Float.greatestFiniteMagnitude), ("1e-60", 0),
    ])
    func `what a float cannot hold is refused, and clamp takes the nearest`(text: String, nearest: Float) {
        #expect(EncodedValue.isRefused(text, "real", "FLOAT"))
        #expect(bound(text, "real", "FLOAT", .clamp) == "float \(nearest)")
    }

    @Test func `a double goes into a FLOAT if it is one of its numbers`() {
        #expect(bound("0.5", "double precision", "FLOAT") == "float 0.5")
        #expect(bound("0.10000000149011612", "double precision", "FLOAT") == "float 0.1")
        #expect(bound("0.1", "double precision", "FLOAT") == "refused: it has more digits than a FLOAT")
        #expect(bound("0.1", "double precision", "FLOAT", .clamp) == "float 0.1")
    }

    @Test(arguments: [
        ("123456789012345", "double 123456789012345.0"), ("-0.000123456789012345", "double -0.000123456789012345"),
        ("100000000000000000000", "double 1e+20"), ("0.10", "double 0.1"), (".5", "double 0.5"), ("0", "double 0.0"),
    ])
    func `an exact number with no more digits than a double holds goes into one`(text: String, number: String) {
        #expect(bound(text, "numeric", "DOUBLE") == number)
    }

    @Test(arguments: ["1234567890123456", "1.000000000000001", "NaN", "Infinity"])
    func `an exact number with more digits is refused`(text: String) {
        #expect(EncodedValue.isRefused(text, "numeric", "DOUBLE"))
    }

    @Test func `an exact number for a float is bound as the float that the column stores`() {
        #expect(bound("0.1", "numeric", "FLOAT") == "float 0.1")
        #expect(EncodedValue.isRefused("1.234567", "numeric", "FLOAT"))
        #expect(EncodedValue.isRefused("1" + String(repeating: "0", count: 39), "numeric", "FLOAT"))
        #expect(EncodedValue.isRefused("0." + String(repeating: "0", count: 400) + "1", "numeric", "DOUBLE"))
    }

    @Test func `a column that rounds to its digits takes what it does not change`() {
        #expect(bound("1.25", "numeric", "DOUBLE(10,2)") == "double 1.25")
        #expect(bound("0.1", "double precision", "DOUBLE(10,1)") == "double 0.1")
        #expect(bound("1.239", "numeric", "FLOAT(10,2)") == "refused: it has more than 2 digits after the point")
        #expect(bound("1.239", "numeric", "DOUBLE(10,2)", .clamp) == "double 1.24")
        #expect(EncodedValue.isRefused("1234", "numeric", "DOUBLE(5,2)"))
        #expect(bound("1234", "numeric", "DOUBLE(5,2)", .clamp) == "double 999.99")
        #expect(EncodedValue.isRefused("-1", "double precision", "DOUBLE UNSIGNED"))
        #expect(bound("-1", "double precision", "DOUBLE UNSIGNED", .clamp) == "double 0.0")
    }

    @Test(arguments: [("t", 1), ("1", 1), ("f", 0), ("0", 0)])
    func `a boolean is one or zero`(text: String, value: Int) {
        for target in ["TINYINT(1)", "BIT(1)", "BIGINT UNSIGNED"] {
            #expect(bound(text, "boolean", target) == "unsigned \(value)")
        }
    }

    @Test(arguments: ["", "true", "T", "2", "tt", "10"])
    func `what is no boolean is refused`(text: String) {
        #expect(EncodedValue.isRefused(text, "boolean", "TINYINT(1)"))
    }

    @Test func `a year is bound as a number, and the column has some years only`() {
        for year in ["0", "1901", "2155"] { #expect(bound(year, "year", "YEAR") == "unsigned " + year) }
        #expect(bound("0000", "year", "YEAR") == "unsigned 0")
        for (year, nearest) in [("1900", "1901"), ("1", "1901"), ("2156", "2155"), ("-5", "0")] {
            #expect(EncodedValue.isRefused(year, "integer", "YEAR"))
            #expect(bound(year, "integer", "YEAR", .clamp) == "unsigned " + nearest)
        }
        #expect(bound("1999", "year", "SMALLINT") == "signed 1999")
    }

    @Test(arguments: [
        ("$1,234.56", "1234.56"), ("-$0.05", "-0.05"), ("$92,233,720,368,547,758.07", "92233720368547758.07"),
        ("$0.00", "0"),
    ])
    func `an amount loses its signs`(text: String, digits: String) {
        #expect(bound(text, "money", "DECIMAL(19,2)") == "decimal " + digits)
    }

    @Test(arguments: ["1.234,56 €", "$1.234,56", "$1,23.00", "$", "1234.56", "$,1", "¥5"])
    func `an amount of another locale is refused`(text: String) {
        for policy in ValuePolicy.allCases { #expect(EncodedValue.isRefused(text, "money", "DECIMAL(19,2)", policy)) }
    }

    @Test func `bits are a number`() {
        #expect(bound("10000001", "bit", "BIT(8)") == "unsigned 129")
        #expect(bound(String(repeating: "1", count: 64), "bit", "BIT(64)") == "unsigned 18446744073709551615")
        #expect(bound("0001", "bit", "BIT(1)") == "unsigned 1")
        #expect(bound("101", "bit", "TINYINT") == "unsigned 5")
        #expect(EncodedValue.isRefused("10000000", "bit", "TINYINT"))
        #expect(bound("10000000", "bit", "TINYINT", .clamp) == "unsigned 127")
        #expect(EncodedValue.isRefused("1" + String(repeating: "0", count: 64), "bit", "BIT(64)"))
        #expect(EncodedValue.isRefused("102", "bit", "BIT(8)", .clamp))
    }

    @Test func `bits of varying length fit a column of their length`() {
        #expect(bound("0101", "bit varying", "BIT(4)") == "unsigned 5")
        #expect(bound("0101", "bit varying", "BIT(8)") == "refused: it has 4 bits, and the column would give back 8")
        #expect(bound("0101", "bit varying", "BIT(8)", .clamp) == "unsigned 5")
        #expect(bound("0101", "bit varying", "BLOB") == "refused: it has 4 bits, which are no whole bytes")
        #expect(bound("0101", "bit varying", "BLOB", .clamp) == "bytes 05")
        #expect(bound("0000000100000010", "bit", "VARBINARY(2)") == "bytes 0102")
        #expect(bound("", "bit varying", "VARBINARY(2)") == "bytes ")
        #expect(bound("0101", "bit varying", "VARCHAR(10)") == "text 0101")
    }
}
