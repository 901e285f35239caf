import ChangeDecoding
import ChangeModel
import TestSupport
import Testing

/// Many records in one message, and their positions.
struct BatchFrameTests {
    private static let row = BinaryRecord.row("I", new: [("id", 23, "1")])
    private static let transaction = [BinaryRecord.begin(5), row, BinaryRecord.commit(5)]
    private static let lines = ["begin xid=5", "insert public.t new(id[integer/23]='1')", "commit 0/30 xid=5 csn=7"]

    private static func message(_ records: [[UInt8]], separators: [String], end: [UInt8]) -> [UInt8] {
        let frames = zip(records, separators).enumerated().map { index, frame in
            BinaryRecord.frame(frame.0, at: UInt64(index + 1) * 16, separator: frame.1)
        }
        return frames.flatMap(\.self) + end
    }

    private static func decode(_ payloads: [[UInt8]], _ dialect: Dialect) throws(DecodingError) -> [String] {
        var decoder = try ChangeDecoder(DecoderOptions(dialect: dialect))
        let batch = try decoder.decode(BinaryRecord.messages(payloads))
        return BatchText.lines(batch)
    }

    @Test(arguments: [false, true])
    func aMessageMayHoldAWholeTransaction(_ isBatched: Bool) throws {
        let flushed = Self.message(Self.transaction, separators: ["P", "P", "F"], end: [])
        let timed = Self.message(Self.transaction, separators: ["P", "P", "P"], end: [0, 0, 0, 0])
        for payload in [flushed, timed] {
            #expect(try Self.decode([payload], Dialect(.parallelBinary, isBatched: isBatched)) == Self.lines)
        }
    }

    @Test func aTransactionMaySpanMessagesAndAMessageTransactions() throws {
        let twice = Self.transaction + Self.transaction
        for cut in 1..<twice.count {
            let parts = [twice[..<cut], twice[cut...]].map { part in
                Self.message(Array(part), separators: part.map { _ in "P" }, end: [0, 0, 0, 0])
            }
            let lines = try Self.decode(parts, Dialect(.parallelBinary, isBatched: true))
            #expect(lines.map { $0.prefix(6) } == (Self.lines + Self.lines).map { $0.prefix(6) })
        }
    }

    @Test func anEmptyBatchIsNothing() throws {
        #expect(try Self.decode([[0, 0, 0, 0]], Dialect(.parallelBinary, isBatched: true)) == [])
        #expect(try Self.decode([[0, 0, 0, 0]], Dialect(.parallelText, isBatched: true)) == [])
    }

    @Test(arguments: [
        (separators: ["P", "P", "P"], end: [] as [UInt8]), (["P", "P", "P"], [0, 0, 0]),
        (["P", "P", "P"], [0, 0, 0, 0, 0]),
        (["P", "P", "F"], [0, 0, 0, 0]), (["P", "F", "P"], [0, 0, 0, 0]), (["P", "X", "F"], []), (["P", "P", ""], []),
    ])
    func separatorsAndEndMustAgree(_ separators: [String], _ end: [UInt8]) {
        let payload = Self.message(Self.transaction, separators: separators, end: end)
        #expect(throws: DecodingError.self) { try Self.decode([payload], Dialect(.parallelBinary, isBatched: true)) }
    }

    @Test func aBatchThatIsCutAnywhereIsAnError() {
        let payload = Self.message(Self.transaction, separators: ["P", "P", "P"], end: [0, 0, 0, 0])
        for length in 0..<payload.count {
            #expect(throws: DecodingError.self, "\(length)") {
                try Self.decode([Array(payload[..<length])], Dialect(.parallelBinary, isBatched: true))
            }
        }
    }

    @Test(arguments: [0, 1, 7, 8] as [UInt32])
    func aRecordShorterThanItsPositionIsAnError(_ length: UInt32) {
        let payload = BinaryRecord.bigEndian(length) + [UInt8](repeating: 0, count: 8) + Array("P".utf8) + [0, 0, 0, 0]
        #expect(throws: DecodingError.self) { try Self.decode([payload], Dialect(.parallelBinary, isBatched: true)) }
    }

    @Test func theErrorNamesTheByteOfTheMessageAndItsPosition() throws {
        let payload = Self.message([BinaryRecord.begin(5), Self.row + [0]], separators: ["P", "F"], end: [])
        let error = try #require(throws: DecodingError.self) {
            try Self.decode([[0, 0, 0, 0], payload], Dialect(.parallelBinary))
        }
        guard case .malformed(_, let byteOffset, let position) = error else {
            Issue.record("\(error)")
            return
        }
        // In front of the separator.
        #expect(byteOffset == payload.count - 2)
        #expect(position == LSN(2))
    }

    @Test(arguments: [Dialect.serial, Dialect(.parallelBinary)])
    func onlySerialKeepalivesAreKept(_ dialect: Dialect) throws {
        var messages = MessageBatch()
        messages.messages = [.keepalive(walEnd: LSN(9))]
        var decoder = try ChangeDecoder(DecoderOptions(dialect: dialect))
        #expect(BatchText.lines(try decoder.decode(messages)) == (dialect.isParallel ? [] : ["position 0/9"]))
    }

    /// A boolean of 1 has to be rewritten, behind the messages.
    @Test(arguments: ["", "1"])
    func aMessageOfAnySizeIsNotCopied(_ boolean: String) throws {
        let large = BinaryRecord.row("I", new: [("v", 25, String(repeating: "x", count: 1 << 20))])
        let small = BinaryRecord.row("I", table: "b", new: [("b", 16, boolean.isEmpty ? nil : boolean)])
        var messages = BinaryRecord.transaction([large, small])
        messages.bytes.reserveCapacity(2 << 20)
        let place = messages.bytes.withUnsafeBytes { $0.baseAddress }
        var decoder = try ChangeDecoder(DecoderOptions(dialect: Dialect(.parallelBinary)))
        let batch = try decoder.decode(consume messages)
        #expect(batch.bytes.withUnsafeBytes { $0.baseAddress } == place)
        #expect(batch.values[0].range?.count == 1 << 20)
    }
}
