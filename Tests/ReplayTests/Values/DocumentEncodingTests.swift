internal import Testing

@testable import Replay

/// JSON, arrays and ranges through the encoder.
struct DocumentEncodingTests {
    private func bound(_ text: String, _ type: String, _ target: String, _ policy: ValuePolicy = .error) -> String {
        EncodedValue.text(text, type, target, policy)
    }

    private func boundAsJSON(_ text: String, _ type: String) -> String {
        let policies = ValuePolicies(writesArraysAsJSON: true)
        guard let encoding = ValueEncoding(sourceType: type, target: TestColumn.column("TEXT"), policies: policies)
        else {
            return "no pair"
        }
        return EncodedValue.text(text, encoding)
    }

    @Test(arguments: [
        #"{"b" : 1, "a":[]}"#, "null", "  [ 1 ,2 ] ", "-0.5e-10", "18446744073709551615", "-9223372036854775808",
        "1.50",
        "0.30000000000000004", "1.7976931348623157e308", "5e-324",
        #"{"12345678901234567890123": "0.12345678901234567890"}"#,
        #""\" 1e999 \\""#, "1e0000000010",
    ])
    func `a document whose numbers MySQL keeps is bound with its blanks and order`(text: String) {
        #expect(bound(text, "json", "JSON") == "text " + text)
        #expect(bound(text, "jsonb", "LONGTEXT") == "text " + text)
    }

    @Test(arguments: [
        "0.12345678901234567", "[18446744073709551616]", #"{"a": 1e999}"#, "1e-400", "123456789012345678901234",
        "2.4703282292062328e-324", "-9223372036854775809", "1.2345678901e-320",
    ])
    func `a number that MySQL's JSON would change is refused, in a JSON column alone`(text: String) {
        #expect(bound(text, "json", "JSON") == "refused: a number in it has more digits than MySQL's JSON keeps")
        #expect(bound(text, "json", "JSON", .clamp) == "text " + text)
        #expect(bound(text, "json", "LONGTEXT") == "text " + text)
    }

    @Test(arguments: [
        ("{}", "integer[]", "[]"), ("{1,NULL,-3}", "bigint[]", "[1,null,-3]"),
        ("{{1,2},{3,4}}", "integer[]", "[[1,2],[3,4]]"),
        ("{.5,1e+20,-.25}", "numeric[]", "[0.5,1e+20,-0.25]"), ("{1,0,NULL}", "boolean[]", "[true,false,null]"),
        ("{t,f}", "boolean[]", "[true,false]"),
        (
            #"{a,"b c","q\"q","back\\s","NULL",NULL,""}"#, "text[]",
            #"["a","b c","q\"q","back\\s","NULL",null,""]"#
        ), (#"{"{\"a\": 1}"}"#, "json[]", #"[{"a": 1}]"#),
        ("{中文,\"x,y\"}", "text[]", #"["中文","x,y"]"#),
        ("{\"a\nb\"}", "text[]", #"["a\u000ab"]"#), (#"{"\\x00ff"}"#, "bytea[]", #"["\\x00ff"]"#),
    ])
    func `an array is an array`(text: String, type: String, json: String) {
        #expect(bound(text, type, "JSON") == "text " + json)
        #expect(boundAsJSON(text, type) == "text " + json)
        #expect(bound(text, type, "TEXT") == "text " + text)
    }

    @Test func `an array of boxes is parted at its semicolons`() {
        #expect(bound("{(3,4),(1,2);(1,1),(0,0)}", "box[]", "JSON") == #"text ["(3,4),(1,2)","(1,1),(0,0)"]"#)
    }

    @Test(arguments: ["", "{", "}", "{1", "{1,", #"{"a"#, "1,2", "{1}x", "{,}", "{{1}", #"{"a\"#, "{1,}}"])
    func `what is no array is refused whatever the policy`(text: String) {
        for policy in ValuePolicy.allCases { #expect(EncodedValue.isRefused(text, "text[]", "JSON", policy)) }
    }

    @Test func `an array's own bounds have no place in JSON`() {
        #expect(bound("[0:1]={5,6}", "integer[]", "JSON") == "refused: JSON has no place for an array's bounds")
        #expect(bound("[0:1]={5,6}", "integer[]", "JSON", .clamp) == "text [5,6]")
        #expect(bound("{1,NaN}", "numeric[]", "JSON", .null) == "null")
        #expect(EncodedValue.isRefused("{Infinity}", "real[]", "JSON", .clamp))
    }

    @Test(arguments: [
        ("[1,10)", "int4range", #"{"lower":1,"upper":10,"bounds":"[)"}"#),
        ("(,5]", "numrange", #"{"lower":null,"upper":5,"bounds":"(]"}"#),
        ("empty", "int8range", #"{"empty":true}"#),
        (#"["2024-01-01 00:00:00",)"#, "tsrange", #"{"lower":"2024-01-01 00:00:00","upper":null,"bounds":"[)"}"#),
        ("[2024-01-01,2024-02-01)", "daterange", #"{"lower":"2024-01-01","upper":"2024-02-01","bounds":"[)"}"#),
    ])
    func `a range is an object`(text: String, type: String, json: String) {
        #expect(bound(text, type, "JSON") == "text " + json)
        #expect(boundAsJSON(text, type) == "text " + json)
        #expect(bound(text, type, "VARCHAR(60)") == "text " + text)
    }

    @Test(arguments: ["", "[", "[1)", "1,2", "[1,2", "[1,2,3)", "[\"a,1)"])
    func `what is no range is refused`(text: String) {
        #expect(EncodedValue.isRefused(text, "daterange", "JSON", .clamp))
    }

    @Test func `other types are strings in JSON by policy alone`() {
        #expect(bound("NaN", "double precision", "JSON") == "no pair")
        #expect(bound("NaN", "double precision", "JSON", .text) == #"text "NaN""#)
        #expect(bound("a\"\u{1}", "text", "JSON", .text) == #"text "a\"\u0001""#)
    }
}
