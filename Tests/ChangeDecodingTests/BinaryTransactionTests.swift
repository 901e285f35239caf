import ChangeDecoding
import ChangeModel
import TestSupport
import Testing

/// BEGIN and COMMIT of style b, with and without what options add to them.
struct BinaryTransactionTests {
    private static let time = Array("2026-11-23 05:01:39.293515+00".utf8)
    private static let timed = [UInt8(ascii: "T")] + BinaryRecord.bigEndian(UInt32(time.count)) + time

    private static func decode(_ records: [[UInt8]]) throws -> ChangeBatch {
        var decoder = try ChangeDecoder(DecoderOptions(dialect: Dialect(.parallelBinary)))
        return try decoder.decode(BinaryRecord.messages(records.map { BinaryRecord.frame($0, at: 0x50) }))
    }

    private static func begin(_ rest: [UInt8] = []) -> [UInt8] {
        [UInt8(ascii: "B")] + BinaryRecord.bigEndian(UInt64(832)) + BinaryRecord.bigEndian(UInt64(1)) + rest
    }

    private static func identifier(_ number: UInt64) -> [UInt8] {
        [UInt8(ascii: "X")] + BinaryRecord.bigEndian(number)
    }

    @Test(arguments: [[], [UInt8(ascii: "O")] + BinaryRecord.bigEndian(UInt32(7))])
    func everyPartIsOptional(_ origin: [UInt8]) throws {
        let commit = [UInt8(ascii: "C")]
        let plain = try Self.decode([Self.begin(origin), commit])
        #expect(BatchText.lines(plain) == ["begin", "commit 0/50 csn=832"])
        let identified = try Self.decode([Self.begin(Self.identifier(12) + origin), commit + Self.identifier(12)])
        #expect(BatchText.lines(identified) == ["begin xid=12", "commit 0/50 xid=12 csn=832"])
        let whole = try Self.decode([
            Self.begin(Self.identifier(12) + Self.timed + origin), commit + Self.identifier(12) + Self.timed,
        ])
        #expect(BatchText.lines(whole)[1] == "commit 0/50 xid=12 csn=832 at 2026-11-23 05:01:39.293515+00")
    }

    @Test func theBeginTellsTheSequenceNumber() throws {
        let batch = try Self.decode([Self.begin()])
        #expect(batch.records == [.begin(TransactionBegin(transactionIdentifier: nil, commitSequenceNumber: 832))])
    }

    @Test(arguments: [begin(identifier(12) + timed), [UInt8(ascii: "C")] + identifier(12) + timed])
    func aRecordThatIsCutOrGoesOnIsAnError(_ record: [UInt8]) {
        let isBegin = record[0] == UInt8(ascii: "B")
        // What an option adds may be missing.
        let whole = isBegin ? [17, 26] : [1, 10]
        let before = isBegin ? [] : [Self.begin()]
        for length in 1..<record.count where !whole.contains(length) {
            #expect(throws: DecodingError.self, "\(length)") { try Self.decode(before + [Array(record[..<length])]) }
        }
        #expect(throws: DecodingError.self) { try Self.decode(before + [record + [0]]) }
    }

    @Test func aTimeThatIsNoneIsAnError() {
        let noon = [UInt8(ascii: "T")] + BinaryRecord.bigEndian(UInt32(4)) + Array("noon".utf8)
        #expect(throws: DecodingError.self) { try Self.decode([Self.begin(), [UInt8(ascii: "C")] + noon]) }
    }

    @Test func recordsOutOfPlaceAreErrors() {
        let row = BinaryRecord.row("D")
        #expect(throws: DecodingError.self) { try Self.decode([row]) }
        #expect(throws: DecodingError.self) { try Self.decode([[UInt8(ascii: "C")]]) }
        #expect(throws: DecodingError.self) { try Self.decode([Self.begin(), Self.begin()]) }
        #expect(throws: DecodingError.self) { try Self.decode([Self.begin(), Array("{\"".utf8)]) }
    }
}
