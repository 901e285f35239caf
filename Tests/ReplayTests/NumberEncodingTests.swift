internal import Testing

@testable import Replay

/// Numbers and booleans through the encoder.
struct NumberEncodingTests {
    private static func isRefused(_ text: String, _ encoding: ValueEncoding) -> Bool {
        EncodedValue.text(text, encoding).hasPrefix("refused: ")
    }

    @Test(arguments: ["0", "-1", "1", "9223372036854775807", "-9223372036854775808"])
    func `a whole number of 64 bits is bound as it is`(text: String) {
        #expect(EncodedValue.text(text, .signed) == "signed " + text)
    }

    @Test(arguments: [
        "9223372036854775808", "-9223372036854775809", "18446744073709551616", "99999999999999999999999",
        "-99999999999999999999999", "", "-", "+1", "1.0", "1e3", "0x10", " 1", "1 ", "--1", "NaN", "é",
    ])
    func `what is no whole number of 64 bits is refused`(text: String) {
        #expect(Self.isRefused(text, .signed))
    }

    @Test(arguments: ["0", "1", "18446744073709551615"])
    func `an unsigned number of 64 bits is bound as it is`(text: String) {
        #expect(EncodedValue.text(text, .unsigned) == "unsigned " + text)
    }

    @Test func `a negative number does not go into an unsigned column`() {
        #expect(EncodedValue.text("-1", .unsigned) == "refused: the number is negative and the column is unsigned")
        #expect(Self.isRefused("18446744073709551616", .unsigned))
        #expect(Self.isRefused("", .unsigned))
    }

    @Test(arguments: [
        ("0", 0, "0"), ("12.50", 2, "12.50"), ("-12.5", 2, "-12.5"), (".5", 2, "0.5"), ("-.5", 2, "-0.5"),
        (".05", 2, "0.05"),
        ("1.500", 1, "1.500"), ("1.000", 0, "1.000"), ("007.10", 1, "007.10"), ("-0", 0, "-0"),
    ])
    func `a decimal keeps its digits, and gets the zero that some servers leave out`(
        text: String,
        scale: Int,
        digits: String
    ) {
        #expect(EncodedValue.text(text, .decimal(scale: scale)) == "decimal " + digits)
    }

    @Test func `a decimal with 65 digits passes`() {
        let text = "-" + String(repeating: "9", count: 35) + "." + String(repeating: "9", count: 30)
        #expect(EncodedValue.text(text, .decimal(scale: 30)) == "decimal " + text)
    }

    @Test(arguments: [("1.005", 2), (".001", 2), ("0.1", 0), ("-1.0000001", 6)])
    func `digits that the column does not keep are refused`(text: String, scale: Int) {
        #expect(
            EncodedValue.text(text, .decimal(scale: scale))
                == "refused: it has more than \(scale) digits after the point"
        )
    }

    @Test(arguments: [
        "NaN", "Infinity", "-Infinity", "1e3", "12abc", "", ".", "-", "1.", "1..2", "1.2.3", "--1", "0x1", " 1",
    ])
    func `what is no plain decimal is refused`(text: String) {
        #expect(Self.isRefused(text, .decimal(scale: 10)))
    }

    @Test func `a decimal with more digits than the servers have words for is refused`() {
        #expect(Self.isRefused(String(repeating: "9", count: 82), .decimal(scale: 0)))
    }

    @Test func `the encoder remembers nothing of the value before`() {
        var encoder = ValueEncoder()
        #expect(EncodedValue.text("123.45", .decimal(scale: 2), &encoder) == "decimal 123.45")
        #expect(EncodedValue.text(".5", .decimal(scale: 2), &encoder) == "decimal 0.5")
        #expect(EncodedValue.text("\\xff", .hexBytes(exactly: nil), &encoder) == "bytes 255")
        #expect(EncodedValue.text("7", .decimal(scale: 2), &encoder) == "decimal 7")
    }

    @Test(arguments: [
        ("5", "signed 5"), ("-5.000", "signed -5"), ("5.", "signed 5"),
        ("9223372036854775807.0", "signed 9223372036854775807"),
    ])
    func `a numeric without a fraction goes into an integer`(text: String, bound: String) {
        #expect(EncodedValue.text(text, .wholeNumber(isUnsigned: false)) == bound)
    }

    @Test(arguments: ["5.1", "-0.001", "9223372036854775808", "NaN", "", ".5"])
    func `a numeric that is no integer is refused`(text: String) {
        #expect(Self.isRefused(text, .wholeNumber(isUnsigned: false)))
    }

    @Test func `a numeric for an unsigned integer is unsigned`() {
        #expect(
            EncodedValue.text("18446744073709551615.00", .wholeNumber(isUnsigned: true))
                == "unsigned 18446744073709551615"
        )
        #expect(Self.isRefused("-1.0", .wholeNumber(isUnsigned: true)))
    }

    @Test(arguments: [
        ("0", 0.0), ("-0", -0.0), ("0.1", 0.1), ("1e+308", 1e308),
        ("1.7976931348623157e+308", Double.greatestFiniteMagnitude),
        ("5e-324", Double.leastNonzeroMagnitude), ("2.2250738585072014e-308", Double.leastNormalMagnitude),
        ("0e-999", 0.0),
    ])
    func `a double is bound with its bits`(text: String, value: Double) {
        #expect(EncodedValue.text(text, .double) == "double \(value)")
    }

    @Test(arguments: [
        "NaN", "Infinity", "-Infinity", "inf", "1e309", "-1e999", "", "abc", "1,5", "1 ", "1e", "1e-400", "-0.1e-400",
    ])
    func `what a double cannot hold is refused`(text: String) {
        #expect(Self.isRefused(text, .double))
    }

    @Test(arguments: [
        ("0.1", Float(0.1)), ("16777217", 16_777_216), ("3.4028235e+38", .greatestFiniteMagnitude),
        ("1e-45", .leastNonzeroMagnitude),
    ])
    func `a float is rounded once, to 32 bits`(text: String, value: Float) {
        #expect(EncodedValue.text(text, .float) == "float \(value)")
    }

    @Test(arguments: ["NaN", "-Infinity", "3.5e+38", "1e39", "1e-60", "", "x"])
    func `what a float cannot hold is refused`(text: String) {
        #expect(Self.isRefused(text, .float))
    }

    @Test(arguments: [
        ("123456789012345", "double 123456789012345.0"), ("-0.000123456789012345", "double -0.000123456789012345"),
        ("100000000000000000000", "double 1e+20"), ("0.10", "double 0.1"), (".5", "double 0.5"), ("0", "double 0.0"),
    ])
    func `an exact number with no more digits than a double holds goes into one`(text: String, bound: String) {
        #expect(EncodedValue.text(text, .doubleWithin(digits: 15)) == bound)
    }

    @Test(arguments: ["1234567890123456", "1.000000000000001", "NaN", "Infinity"])
    func `an exact number with more digits is refused`(text: String) {
        #expect(Self.isRefused(text, .doubleWithin(digits: 15)))
    }

    @Test func `an exact number too small for a double is refused rather than called zero`() {
        #expect(Self.isRefused("0." + String(repeating: "0", count: 400) + "1", .doubleWithin(digits: 15)))
    }

    @Test func `an exact number for a float is bound as the float that the column stores`() {
        #expect(EncodedValue.text("0.1", .floatWithin(digits: 6)) == "float 0.1")
        #expect(Self.isRefused("1.234567", .floatWithin(digits: 6)))
        #expect(Self.isRefused("1" + String(repeating: "0", count: 39), .floatWithin(digits: 6)))
    }

    @Test(arguments: [("t", 1), ("1", 1), ("f", 0), ("0", 0)])
    func `a boolean is one or zero`(text: String, value: Int) {
        #expect(EncodedValue.text(text, .boolean) == "unsigned \(value)")
    }

    @Test(arguments: ["", "true", "T", "2", "tt", "10"])
    func `what is no boolean is refused`(text: String) {
        #expect(Self.isRefused(text, .boolean))
    }
}
