import ChangeDecoding
import ChangeModel
import Testing

/// The literals of values, which the serial dialect writes as SQL would, inside JSON strings.
struct ValueLiteralTests {
    @Test func nullTheEmptyTextAndTheTextNullAreThreeThings() throws {
        #expect(try SerialLine.decodeValue(SerialLine.insert(literal: "null")) == nil)
        #expect(try SerialLine.decodeValue(SerialLine.insert(literal: "''")) == "")
        #expect(try SerialLine.decodeValue(SerialLine.insert(literal: "'null'")) == "null")
    }

    @Test(arguments: [
        "0", "-1", "12345678901234567890", ".01", "-.5", "1e+20", "1.5e-07", "NaN", "Infinity", "-Infinity", "+7",
    ])
    func aNumberStandsAsItIs(_ literal: String) throws {
        #expect(try SerialLine.decodeValue(SerialLine.insert(literal: literal)) == literal)
    }

    @Test func aBooleanBecomesWhatItsOutputFunctionSays() throws {
        #expect(try SerialLine.decodeValue(SerialLine.insert(literal: "true")) == "t")
        #expect(try SerialLine.decodeValue(SerialLine.insert(literal: "false")) == "f")
        #expect(try SerialLine.decodeValue(SerialLine.insert(literal: "'true'")) == "true")
    }

    @Test func aBitStringLosesItsMark() throws {
        #expect(try SerialLine.decodeValue(SerialLine.insert(literal: "B'101'")) == "101")
        #expect(try SerialLine.decodeValue(SerialLine.insert(literal: "B''")) == "")
        #expect(try SerialLine.decodeValue(SerialLine.insert(literal: "'B''101'''")) == "B'101'")
    }

    @Test(arguments: [
        "", "'", "''", "'''", "it's", "a''b", "'null'", "null", "\\", "\\\\", "\\'", "'\\", "\"", "\"'\"", "',\"'",
        "\n", "\t\r\u{8}\u{c}",
        "\u{1}\u{1f}\u{7f}", "]", "],\"old_keys_name\":[", "/", "Zürich 中文 🚀", "日本\n語'", "a\\nb", "{}", "B'1'",
        "\\u0041", "   ",
    ])
    func everyTextComesBackAsItWasWritten(_ text: String) throws {
        let literal = "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
        #expect(try SerialLine.decodeValue(SerialLine.insert(literal: literal)) == text)
    }

    @Test func everyScalarBelowTheSurrogatesComesBackInOneText() throws {
        let text = String(String.UnicodeScalarView((1...0xD7FF).compactMap(Unicode.Scalar.init)))
        let literal = "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
        #expect(try SerialLine.decodeValue(SerialLine.insert(literal: literal)) == text)
    }

    @Test func bytesThatAreNotUTF8ComeBackAsTheyWere() throws {
        var messages = SerialLine.messages(["BEGIN 1"])
        let line = Array(SerialLine.insert(literal: "'x'").utf8)
        let gbk: [UInt8] = [0xD6, 0xD0, 0x81, 0x5C, 0x5C, 0xFF]
        let place = line.indices.first { line[$0...].starts(with: "'x'".utf8) } ?? 0
        let start = messages.bytes.count
        messages.bytes += line[...place] + gbk + line[(place + 2)...]
        messages.messages.append(.data(position: LSN(2), range: start..<messages.bytes.count))
        var decoder = try ChangeDecoder()
        let batch = try decoder.decode(messages)
        let range = try #require(batch.values[0].range)
        // cJSON escapes byte by byte, so that a 0x5C inside a GBK character stands twice.
        #expect(Array(batch.bytes[range]) == [0xD6, 0xD0, 0x81, 0x5C, 0xFF])
    }

    @Test(arguments: [
        "", "nul", "nulls", "NULL", "True", "foo", "nan", "Inf", "B", "b'1'", "1 2", "1,2", "(1)", "1'", "'a'b", "'a' ",
        " 'a'", "'a", "'a''",
        "B'1", "B'1'x", "B1'", "E'a'", "N'a'", "@", "\u{7f}", "é",
    ])
    func aLiteralOfAnyOtherFormIsAnError(_ literal: String) {
        #expect(throws: DecodingError.self) { try SerialLine.decodeValue(SerialLine.insert(literal: literal)) }
    }

    @Test(arguments: [
        "\\x", "\\u12", "\\u12g4", "\\ud800", "\\udc00", "\\U0041", "\\'", "\\0", "\\",
    ])
    func anUnknownOrHalfEscapeIsAnError(_ escape: String) {
        let line = SerialLine.insert(literal: "'#'").split(separator: "#").joined(separator: escape)
        #expect(throws: DecodingError.self) { try SerialLine.decodeValue(line) }
    }

    @Test func everyEscapeThatJSONKnowsIsUndone() throws {
        let line = SerialLine.insert(literal: "'#'").split(separator: "#").joined(
            separator: "\\/\\u0041\\u00e9\\u4E2d\\b\\f\\n\\r\\t\\\"\\\\"
        )
        #expect(try SerialLine.decodeValue(line) == "/Aé中\u{8}\u{c}\n\r\t\"\\")
    }
}
