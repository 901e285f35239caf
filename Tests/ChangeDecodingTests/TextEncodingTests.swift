import ChangeModel
import TestSupport
import Testing

@testable import ChangeDecoding

/// Names and values of a source whose encoding is not UTF-8.
struct TextEncodingTests {
    private static func utf8(_ bytes: [UInt8], _ encoding: String) throws -> String? {
        let encoding = try TextEncoding(serverName: encoding)
        var text: [UInt8] = []
        return encoding.append(bytes.span, to: &text) ? String(decoding: text, as: UTF8.self) : nil
    }

    @Test(
        arguments: [
            ("GBK", [0x81, 0x5C, 0x61], "乗a"), ("GB18030", [0x81, 0x39, 0xEE, 0x39, 0xD6, 0xD0], "㐀中"),
            ("EUC_CN", [0xD6, 0xD0], "中"), ("BIG5", [0xA4, 0xA4], "中"), ("EUC_TW", [0xC4, 0xE3], "中"),
            ("LATIN1", [0xE9], "é"), ("LATIN9", [0xA4], "€"), ("WIN1252", [0x80], "€"), ("WIN1251", [0xC6], "Ж"),
            ("EUC_JP", [0xC6, 0xFC], "日"), ("SJIS", [0x93, 0xFA], "日"), ("EUC_KR", [0xB0, 0xA1], "가"),
            ("UHC", [0x81, 0x41], "갂"),
            ("JOHAB", [0x88, 0x61], "가"), ("KOI8R", [0xF6], "Ж"), ("ISO_8859_5", [0xB6], "Ж"),
            ("latin1", [0xFF, 0x41], "ÿA"),
            ("SQL_ASCII", [0xC3, 0xA9], "é"), ("UTF8", [0xC3, 0xA9], "é"), ("GBK", [], ""),
            // The last letter is held back until it is known that no vowel sign follows.
            ("WIN1255", [0xE9], "י"), ("WIN1258", [0x61], "a"),
        ] as [(String, [UInt8], String)]
    )
    func aTextBecomesUTF8(_ encoding: String, _ bytes: [UInt8], _ text: String) throws {
        #expect(try Self.utf8(bytes, encoding) == text)
    }

    @Test(
        arguments: [
            ("GBK", [0x61, 0xD6]), ("GBK", [0xFF, 0xFF]), ("EUC_CN", [0xD6, 0x20]), ("SQL_ASCII", [0xE9]),
            ("SQL_ASCII", [0xC3]),
            ("WIN1252", [0x81]), ("WIN1255", [0xE9, 0xD9]), ("EUC_JP", [0x8F]),
        ] as [(String, [UInt8])]
    )
    func whatIsNotValidIsNeverReplaced(_ encoding: String, _ bytes: [UInt8]) throws {
        let own = try TextEncoding(serverName: encoding)
        var text: [UInt8] = [1, 2]
        #expect(!own.append(bytes.span, to: &text))
        #expect(text == [1, 2])
        // What failed does not spoil the next one.
        #expect(own.append([0x41].span, to: &text))
        #expect(text == [1, 2, 0x41])
    }

    @Test(arguments: ["", "UTF7", "MULE_INTERNAL", "GBK//IGNORE", "WIN1252//TRANSLIT", "ISO-8859-1"])
    func anUnknownEncodingIsAnError(_ name: String) {
        #expect(throws: DecodingError.unknownEncoding(name)) { _ = try TextEncoding(serverName: name) }
        #expect(DecodingError.unknownEncoding(name).description.contains("encoding \(name) "))
    }

    @Test func everyNameOfTheTableIsKnownToTheLibrary() throws {
        for name in TextEncodingName.all { _ = try TextEncoding(serverName: name) }
        #expect(TextEncodingName.all.count == 40)
    }

    @Test func anInvalidValueIsNamedAndNotShown() throws {
        var messages = SerialLine.messages(["BEGIN 1", SerialLine.insert(literal: "'secret?'")])
        let place = try #require(messages.bytes.firstIndex(of: UInt8(ascii: "?")))
        messages.bytes[place] = 0xFF
        for encoding in ["GBK", "SQL_ASCII"] {
            var decoder = try ChangeDecoder(DecoderOptions(encoding: encoding))
            do {
                _ = try decoder.decode(messages)
                Issue.record("the value was taken")
            } catch {
                guard case .refused(let reason, LSN(2)) = error else {
                    Issue.record("\(error)")
                    continue
                }
                for part in ["column v", "public.t", encoding] { #expect(reason.contains(part)) }
                #expect(!reason.contains("secret"))
            }
        }
    }

    @Test func valuesWithEscapesAreConvertedBehindThem() throws {
        // A trail byte that is a backslash comes doubled, and a quote inside.
        var messages = SerialLine.messages(["BEGIN 1", SerialLine.insert(literal: "'?\\'''")])
        let place = try #require(messages.bytes.firstIndex(of: UInt8(ascii: "?")))
        messages.bytes[place] = 0x81
        var decoder = try ChangeDecoder(DecoderOptions(encoding: "GBK"))
        #expect(BatchText.lines(try decoder.decode(messages))[1] == "insert public.t new(v[text]='乗'')")
    }
}
