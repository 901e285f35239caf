import MySQLClient
import Testing

struct DecimalTextTests {
    private func isExact(_ text: String) -> Bool { DecimalText.isExact(Array(text.utf8).span) }

    @Test(arguments: ["0", "-1", "+1", "12.50", "-0.000001", "99999999999999999999999999999999999.999999999999999"])
    func `digits with a sign and a fraction are exact`(text: String) {
        #expect(isExact(text))
    }

    @Test(arguments: ["", "-", ".", ".5", "5.", "12abc", "NaN", "Infinity", "1e5", "1,5", " 1", "1 ", "--1", "1.2.3"])
    func `what is no plain number is refused, since the server would make another number of it`(text: String) {
        #expect(!isExact(text))
    }

    @Test func `the last digit that a server keeps is exact and the one after it is not`() {
        let zeros = { String(repeating: "0", count: $0) }
        #expect(isExact("1." + zeros(71) + "7"))
        #expect(!isExact("1." + zeros(72) + "7"))
        #expect(isExact("1234567890." + zeros(62) + "7"))
        #expect(!isExact("1234567890." + zeros(63) + "7"))
    }

    @Test func `trailing zeros of a fraction may be lost`() {
        #expect(isExact("1.5" + String(repeating: "0", count: 200)))
    }
}
