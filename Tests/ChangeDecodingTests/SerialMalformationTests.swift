import ChangeDecoding
import ChangeModel
import Testing

/// What the serial dialect does not allow is an error with its place, never a row.
struct SerialMalformationTests {
    private static let insert = SerialLine.row(
        "public.t",
        "INSERT",
        new: [("id", "integer", "1"), ("v", "text", "'x'")]
    )
    private static let update = SerialLine.row(
        "public.t",
        "UPDATE",
        new: [("id", "integer", "1"), ("v", "text", "'it''s \n'")],
        old: [("id", "integer", "1")]
    )

    @Test func theErrorNamesTheByteAndThePosition() throws {
        let error = try #require(throws: DecodingError.self) {
            try SerialLine.decode(["BEGIN 1", "COMMIT 1 (at noon) CSN 2"])
        }
        guard case .malformed(_, let byteOffset, let position) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(position == LSN(2))
        #expect(byteOffset == "COMMIT 1 (at ".utf8.count)
        #expect(error.description.contains("0/2"))
    }

    @Test func theErrorNeverShowsAValue() throws {
        let error = try #require(throws: DecodingError.self) {
            try SerialLine.decodeRow(SerialLine.insert(literal: "'very secret"))
        }
        #expect(!error.description.contains("secret"))
    }

    @Test(arguments: [insert, update, "COMMIT 1 (at 2026-11-23 05:01:39+00) CSN 2", "table s.t: TRUNCATE: (no-flags)"])
    func aLineThatIsCutAnywhereIsAnError(_ line: String) {
        let bytes = Array(line.utf8)
        // The number at the end of a COMMIT may be cut by its digits only.
        let whole = line.hasPrefix("COMMIT") ? bytes.count - 1 : bytes.count
        for length in 0..<whole {
            for isKnown in [false, true] {
                #expect(throws: DecodingError.self, "\(length)") {
                    try Self.decode(Array(bytes[..<length]), after: isKnown ? [line] : [])
                }
            }
        }
    }

    /// Decodes `bytes` inside a transaction, after the lines of another one.
    private static func decode(_ bytes: [UInt8], after lines: [String]) throws {
        var decoder = try ChangeDecoder()
        for line in lines {
            _ = try decoder.decode(SerialLine.messages(["BEGIN 1", line]))
            decoder.restartStream()
        }
        var messages = SerialLine.messages(["BEGIN 1"])
        let start = messages.bytes.count
        messages.bytes += bytes
        messages.messages.append(.data(position: LSN(2), range: start..<messages.bytes.count))
        _ = try decoder.decode(messages)
    }

    @Test func anyByteReplacedByAnyOtherNeverCrashes() {
        let bytes = Array(Self.update.utf8)
        for place in bytes.indices {
            for replacement in [0, 0x22, 0x27, 0x2C, 0x30, 0x5B, 0x5C, 0x5D, 0x7D, 0x80, 0xFF] as [UInt8] {
                var damaged = bytes
                damaged[place] = replacement
                try? Self.decode(damaged, after: [])
                try? Self.decode(damaged, after: [Self.update])
            }
        }
    }

    @Test(arguments: [
        // What stands in the place of what, in an INSERT of two columns.
        ("{\"table_name\":", "{\"table\":"), ("\"public.t\"", "\"public\""), ("\"public.t\"", "\".t\""),
        ("\"public.t\"", "\"public.\""),
        ("\"public.t\"", "\"\\\"public.t\""), ("\"public.t\"", "\"\\\"a\\\".\\\"b\\\"c\""),
        ("\"public.t\"", "public.t"),
        ("INSERT", "insert"), ("INSERT", "MERGE"), ("INSERT", "INSERTED"), ("INSERT", ""),
        ("[\"id\",\"v\"]", "[\"id\"]"),
        ("[\"id\",\"v\"]", "[\"id\",\"v\",\"w\"]"), ("[\"id\",\"v\"]", "[\"id\",\"id\"]"),
        ("[\"id\",\"v\"]", "[\"id\" ,\"v\"]"),
        ("[\"id\",\"v\"]", "[\"id\",\"\"]"), ("[\"id\",\"v\"]", "[\"id\",\"\\\"v\"]"),
        ("[\"integer\",\"text\"]", "[\"integer\"]"),
        ("[\"1\",\"'x'\"]", "[\"1\"]"), ("[\"1\",\"'x'\"]", "[\"1\",\"'x'\",\"2\"]"), ("[\"1\",\"'x'\"]", "[]"),
        ("[\"1\",\"'x'\"]", "[1,\"'x'\"]"), ("[\"1\",\"'x'\"]", "[\"1\",null]"),
        ("\"old_keys_name\":[]", "\"old_keys_name\":[\"id\"]"),
        ("\"old_keys_val\":[]", "\"old_keys_val\":[\"1\"]"), ("\"old_keys_val\":[]}", "\"old_keys_val\":[]"),
        ("\"old_keys_val\":[]}", "\"old_keys_val\":[]} "), ("\"old_keys_val\":[]}", "\"old_keys_val\":[]}}"),
        ("\"columns_val\"", "\"columns_value\""), ("\"op_type\"", "\"operation\""),
    ])
    func everyOtherShapeOfARowIsAnError(_ part: String, _ replacement: String) throws {
        let pieces = Self.insert.split(separator: part, maxSplits: 1, omittingEmptySubsequences: false)
        try #require(pieces.count == 2)
        let damaged = pieces.joined(separator: replacement)
        #expect(throws: DecodingError.self) { try SerialLine.decode(["BEGIN 1", damaged]) }
        #expect(throws: DecodingError.self) { try SerialLine.decode(["BEGIN 1", Self.insert, damaged]) }
    }

    @Test(arguments: [
        SerialLine.row("s.t", "INSERT", new: [("a", "text", "''")], old: [("a", "text", "''")]),
        SerialLine.row("s.t", "UPDATE", old: [("a", "text", "''")]),
        SerialLine.row("s.t", "DELETE", new: [("a", "text", "''")], old: [("a", "text", "''")]),
        SerialLine.row("s.t", "UPDATE", new: [("a", "text", "''"), ("a", "text", "''")], old: [("a", "text", "''")]),
        SerialLine.row("s.t", "UPDATE", new: [("a", "text", "''")], old: [("a", "text", "''"), ("a", "text", "''")]),
    ])
    func imagesThatTheOperationCannotHaveAreAnError(_ line: String) {
        #expect(throws: DecodingError.self) { try SerialLine.decodeRow(line) }
    }

    @Test(arguments: [
        "commit xid: 1", "\u{0}", " BEGIN 1", "[]", "xyz",
    ])
    func aLineOfAnotherDialectIsAnError(_ line: String) {
        #expect(throws: DecodingError.self) { try SerialLine.decode(["BEGIN 1", line]) }
    }

    @Test func aNameThatIsNotUTF8IsAnError() {
        let pieces = Self.insert.split(separator: "public.t", maxSplits: 1).map { Array($0.utf8) }
        let damaged = pieces[0] + Array("public.".utf8) + [0xD6, 0xD0] + pieces[1]
        #expect(throws: DecodingError.self) { try Self.decode(damaged, after: []) }
    }
}
