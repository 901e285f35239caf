import ChangeDecoding
import ChangeModel
import TestSupport
import Testing

/// What style t does not allow is an error with its place, never a row and never a crash.
struct TextMalformationTests {
    private static let rows = [
        "table public t INSERT: id[integer]:1 \"C 1\"[text[]]:'it''s' b[bit]:B'01' n[numeric]:null",
        "table public t UPDATE: old-key: id[integer]:1 v[text]:'' new-tuple: id[integer]:2 v[text]:'x'",
        "table public t DELETE: id[integer]:1 v[character varying]:'x'",
        "table public t DELETE: (no-tuple-data)",
        "table na me t INSERT: id[integer]:1 v[text]:'schema \"na\" DELETE: (no-tuple-data)'",
    ]
    private static let tables = [TableName(schema: "na", table: "me t")]

    /// Decodes `row` after another one, whose shape is then known.
    private static func decode(_ row: [UInt8], after known: String? = nil) throws -> ChangeBatch {
        var decoder = try TextLine.decoder(tables: tables)
        var messages = SerialLine.messages([TextLine.begin] + (known.map { [$0] } ?? []))
        let start = messages.bytes.count
        messages.bytes += row
        messages.messages.append(.data(position: LSN(9), range: start..<messages.bytes.count))
        return try decoder.decode(messages)
    }

    /// A number or a word may be cut by its last letters, and a row behind one of its values: the text itself does not tell.
    @Test(arguments: rows)
    func aRowThatIsCutAnywhereIsAnErrorOrAShorterRow(_ row: String) throws {
        let bytes = Array(row.utf8)
        let whole = try Self.decode(bytes)
        let wholeRow = try #require(BatchText.lines(whole).last)
        for length in 0..<bytes.count {
            for known in [nil, row] {
                guard let batch = try? Self.decode(Array(bytes[..<length]), after: known) else { continue }
                let cut = try #require(BatchText.lines(batch).last)
                #expect(cut != wholeRow, "\(length)")
                #expect(Self.endsAValue(bytes, length), "\(length)")
            }
        }
    }

    /// Whether a value may end before `length`: behind its quote, or inside or behind a number.
    private static func endsAValue(_ bytes: [UInt8], _ length: Int) -> Bool {
        let last = bytes[length - 1]
        return last == UInt8(ascii: "'") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(last)
    }

    private static let replacements: [[UInt8]] =
        ["", "\0", " ", "'", "\"", "[", "]", ":", "0"].map { Array($0.utf8) } + [[0x80], [0xFF]]

    @Test(arguments: rows)
    func anyByteReplacedOrLeftOutNeverCrashes(_ row: String) {
        let bytes = Array(row.utf8)
        for place in bytes.indices {
            for replacement in Self.replacements {
                var damaged = bytes
                damaged.replaceSubrange(place...place, with: replacement)
                _ = try? Self.decode(damaged)
                _ = try? Self.decode(damaged, after: row)
            }
        }
    }

    @Test(arguments: [
        "table s t INSERT",
        "table s t INSERT:",
        "table s t INSERT: ",
        "table s t DELETE:",
        "table s t INSERT: (no-tuple-data)",
        "table s t UPDATE: (no-tuple-data)",
        "table s t DELETE: (no-tuple-data) ",
        "table s t DELETE: (no-tuple-data) a[text]:1",
        "table s t MERGE: a[text]:1",
        "table s t insert: a[text]:1",
        "tables s t INSERT: a[text]:1",
        "table s.t INSERT: a[text]:1",
        "table s t INSERT: a[text]:",
        "table s t INSERT: a[text]",
        "table s t INSERT: a",
        "table s t INSERT: a[text:1",
        "table s t INSERT: a[]:1 ",
        "table s t INSERT: [text]:1",
        "table s t INSERT: \"\"\"[text]:1",
        "table s t INSERT: \"a[text]:1",
        "table s t INSERT: a b[text]:1",
        "table s t INSERT: a[text]:1 ",
        "table s t INSERT: a[text]:1  b[text]:1",
        "table s t INSERT: a[text]:1,b[text]:1",
        "table s t INSERT: a[text]:x",
        "table s t INSERT: a[text]:nil",
        "table s t INSERT: a[text]:NULL",
        "table s t INSERT: a[text]:1'2'",
        "table s t INSERT: a[text]:'1",
        "table s t INSERT: a[text]:'1''",
        "table s t INSERT: a[text]:'1'2",
        "table s t INSERT: a[text]:'1' '2'",
        "table s t INSERT: a[text]:B",
        "table s t INSERT: a[text]:B'",
        "table s t INSERT: a[text]:B'1",
        "table s t INSERT: a[text]:b'1'",
        "table s t INSERT: a[text]:1 a[text]:2",
        "table s t INSERT: old-key: a[text]:1 new-tuple: a[text]:2",
        "table s t UPDATE: old-key: a[text]:1",
        "table s t UPDATE: old-key: a[text]:1 new-tuple:",
        "table s t UPDATE: new-tuple: a[text]:1",
        "table s t UPDATE: old-key: a[text]:1 new-tuple: a[text]:2 new-tuple: a[text]:2",
        "table s t DELETE: a[text]:1 new-tuple: a[text]:2",
        "table s t: TRUNCATE: (no-flags)",
    ])
    func everyOtherFormOfARowIsAnError(_ row: String) {
        #expect(throws: DecodingError.self) { try TextLine.decode([row]) }
        #expect(throws: DecodingError.self) { try TextLine.decode(["table s t INSERT: a[text]:1", row]) }
        #expect(throws: DecodingError.self) {
            try TextLine.decode(["table s t UPDATE: old-key: a[text]:1 new-tuple: a[text]:2", row])
        }
    }

    @Test func theErrorNamesTheByte() throws {
        let row = "table s t INSERT: a[text]:'x' b[text]:'it''s'!"
        for known in [[], ["table s t INSERT: a[text]:'x' b[text]:'1'"]] {
            let error = try #require(throws: DecodingError.self) { try TextLine.decode(known + [row]) }
            guard case .malformed(_, let byteOffset, _) = error else { throw error }
            #expect(byteOffset == row.utf8.count - 1)
        }
    }

    @Test func theErrorNeverShowsAValue() throws {
        for row in [
            "table s t INSERT: a[text]:'very secret", "table s t INSERT: a[text]:secret",
            "table s t INSERT: a[text]:'' secret",
        ] {
            let error = try #require(throws: DecodingError.self) { try TextLine.decode([row]) }
            #expect(!error.description.contains("secret"))
        }
    }

    @Test func aNameThatIsNotUTF8IsAnError() throws {
        for row in [
            Array("table s ".utf8) + [0xD6, 0xD0] + Array(" INSERT: a[text]:1".utf8),
            Array("table s t INSERT: \"".utf8) + [0xD6, 0xD0] + Array("\"[text]:1".utf8),
        ] {
            let error = try #require(throws: DecodingError.self) { try Self.decode(row) }
            #expect(error.description.contains("UTF8"))
        }
    }
}
