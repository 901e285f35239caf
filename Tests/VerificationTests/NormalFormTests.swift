internal import Testing

@testable import Verification

struct NormalFormTests {
    @Test(arguments: [
        (#"{"a": 1, "b": [true, null, "x"]}"#, #"{"b":[true,null,"x"],"a":1}"#),
        (#"{"a":1.50}"#, #"{"a":15e-1}"#),
        (#"[1e3, -0, 0.0]"#, "[1000.0,0,0]"),
        (#"["\u00e9\ud83d\ude00\/"]"#, #"["é😀/"]"#),
        (#"{"a":1,"a":2}"#, #"{"a":2}"#),
        (#"[18446744073709551615]"#, #"[18446744073709551615]"#),
        // More digits than a 64-bit number holds mean the nearest one.
        ("[0.1000000000000000055511151231257827]", "[0.1]"),
        (" 1 ", "1"),
    ])
    func `documents that mean the same have one normal form`(_ left: String, _ right: String) {
        #expect(JSONNormalForm.text(of: left) == JSONNormalForm.text(of: right))
    }

    @Test(arguments: [
        (#"{"a":1}"#, #"{"a":"1"}"#), (#"["a"]"#, #"["A"]"#), (#"["a"]"#, #"["a "]"#), ("[1,2]", "[2,1]"),
        ("null", #""null""#),
        (#"["\u0065\u0301"]"#, #"["é"]"#), ("{}", "[]"), (#"{"a":null}"#, "{}"),
        ("18446744073709551615", "18446744073709551614"),
        ("[1", "[1]"), ("1 2", "12"), ("0.1", "0.10000000000000002"), ("-1", "1"), ("true", "false"), ("", "\"\""),
    ])
    func `documents that differ have different normal forms`(_ left: String, _ right: String) {
        #expect(JSONNormalForm.text(of: left) != JSONNormalForm.text(of: right))
    }

    @Test func `a normal form is ASCII, so that comparing strings compares bytes`() {
        for text in ["[\"é😀\u{301}\"]", "not json: é", "\u{0}"] {
            #expect(JSONNormalForm.text(of: text).utf8.allSatisfy { $0 < 0x80 })
        }
    }

    @Test func `a document that is nested without end is its own text`() {
        let deep = String(repeating: "[", count: 100_000)
        #expect(JSONNormalForm.text(of: deep) == "not JSON: \"" + deep + "\"")
    }

    @Test(arguments: [
        ("0.1", ".1"), ("1e+20", "100000000000000000000"), ("-0", "0"), ("0.10000000000000001", "0.1"), ("NaN", "NaN"),
    ])
    func `digits of one floating number have one normal form`(_ left: String, _ right: String) {
        #expect(DoubleNormalForm.text(of: left) == DoubleNormalForm.text(of: right))
    }

    @Test(arguments: [("0.1", "0.10000000000000002"), ("1", "-1"), ("5e-324", "0"), ("Infinity", "NaN")])
    func `floating numbers that differ in their last bit have different normal forms`(_ left: String, _ right: String) {
        #expect(DoubleNormalForm.text(of: left) != DoubleNormalForm.text(of: right))
    }
}
