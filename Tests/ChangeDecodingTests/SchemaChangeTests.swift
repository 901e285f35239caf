import ChangeDecoding
import ChangeModel
import Testing

/// DDL that the source logged into the serial stream: kept whole, whichever of its lines come.
struct SchemaChangeTests {
    private static let log =
        #"prefix: deparse, lsn: 0/23C91E8, relid 16385, cmdtype: AlterTable, size: 42, content: {"fmt": "ALTER TABLE\n"}"#
    private static let statement = "ALTER TABLE public.t ADD COLUMN c text, [owner none]"

    private static func decode(_ lines: String...) throws(DecodingError) -> [String] {
        var decoder = try ChangeDecoder()
        return try decoder.decode(SerialLine.messages(["BEGIN 1"] + lines)).schemaChanges.map(\.text)
    }

    @Test func theStatementStandsForThePair() throws {
        #expect(try Self.decode(Self.log + "\ndecode to: " + Self.statement) == [Self.statement])
        #expect(try Self.decode(Self.log + "\ndecode to : " + Self.statement) == [Self.statement])
    }

    @Test func aStatementOfSeveralLinesIsKeptWhole() throws {
        let statement = "CREATE TABLE t (\n  a text DEFAULT 'x\ndecode to: y'\n), [owner 'o']"
        #expect(try Self.decode(Self.log + "\ndecode to: " + statement) == [statement])
    }

    @Test func linesThatComeAloneAreKept() throws {
        #expect(try Self.decode(Self.log) == [Self.log])
        #expect(try Self.decode(Self.log, "decode to: " + Self.statement) == [Self.log, Self.statement])
        #expect(try Self.decode(Self.log + "\nsomething else") == [Self.log + "\nsomething else"])
    }

    @Test func itStandsAmongRows() throws {
        var decoder = try ChangeDecoder()
        let lines = ["BEGIN 1", Self.log, SerialLine.insert(literal: "'x'"), "COMMIT 1 CSN 2"]
        let batch = try decoder.decode(SerialLine.messages(lines))
        #expect(batch.records[1] == .schemaChange(0))
        #expect(batch.records.count == 4)
    }

    @Test(arguments: ["prefi", "p", "d", "decode", "decode to", "decode to ", "decode to ALTER TABLE", "decoded: x"])
    func anyOtherLineIsAnError(_ line: String) {
        #expect(throws: DecodingError.self) { try Self.decode(line) }
    }

    @Test func itBelongsToATransaction() throws {
        var decoder = try ChangeDecoder()
        #expect(throws: DecodingError.self) { try decoder.decode(SerialLine.messages([Self.log])) }
    }
}
