internal import Testing

@testable import reverse_migration

struct JSONLineTests {
    private func line(_ build: (inout JSONLine) -> Void) -> String {
        var line = JSONLine()
        build(&line)
        return line.text
    }

    @Test func `fields stand in their order, with commas between them only`() {
        let text = line { line in
            line.beginObject()
            line.field("text", "a")
            line.field("number", UInt64.max)
            line.field("flag", true)
            line.field("seconds", 1.5)
            line.endObject()
        }
        #expect(text == #"{"text":"a","number":18446744073709551615,"flag":true,"seconds":1.5}"#)
    }

    @Test func `what is not known is null`() {
        let text = line { line in
            line.beginObject()
            line.field("text", nil as String?)
            line.field("number", nil as UInt64?)
            line.field("seconds", nil as Double?)
            line.endObject()
        }
        #expect(text == #"{"text":null,"number":null,"seconds":null}"#)
    }

    @Test func `objects and arrays nest, empty ones too`() {
        let text = line { line in
            line.beginObject()
            line.key("inner")
            line.beginObject()
            line.endObject()
            line.key("list")
            line.beginArray()
            line.value("a")
            line.null()
            line.value("b")
            line.endArray()
            line.key("none")
            line.beginArray()
            line.endArray()
            line.field("last", false)
            line.endObject()
        }
        #expect(text == #"{"inner":{},"list":["a",null,"b"],"none":[],"last":false}"#)
    }

    @Test(arguments: [
        ("", #""""#), (#"a"b"#, #""a\"b""#), (#"a\b"#, #""a\\b""#), ("\n\r\t\u{8}\u{c}", #""\n\r\t\b\f""#),
        ("\0\u{1}\u{1f}", #""\u0000\u0001\u001f""#), ("é漢😀/\u{7f}", "\"é漢😀/\u{7f}\""),
    ])
    func `a text is escaped where JSON wants it and nowhere else`(text: String, json: String) {
        #expect(line { $0.value(text) } == json)
        #expect(line { $0.value(Array(text.utf8).span) } == json)
    }

    @Test func `a name is escaped like a text`() {
        #expect(line { $0.key("a\"b\n") } == #""a\"b\n":"#)
    }

    @Test func `a line can be begun anew`() {
        var line = JSONLine()
        line.beginObject()
        line.field("a", "b")
        line.removeAll()
        line.beginObject()
        line.field("c", "d")
        line.endObject()
        line.newline()
        #expect(line.text == "{\"c\":\"d\"}\n")
    }
}
