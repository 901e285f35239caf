import ChangeDecoding
import ChangeModel
import TestSupport
import Testing

/// Transactions of the serial dialect: where they begin and end, and what may stand between.
struct SerialTransactionTests {
    @Test(arguments: [
        ("BEGIN", "begin"), ("BEGIN 12447", "begin xid=12447"), ("BEGIN ORIGIN_ID 3", "begin"),
        ("BEGIN 12447 ORIGIN_ID 3", "begin xid=12447"),
        ("BEGIN 18446744073709551615", "begin xid=18446744073709551615"),
    ])
    func beginComesInEveryFormOfItsOptions(_ line: String, _ expected: String) throws {
        #expect(try SerialLine.decode([line]) == [expected])
    }

    @Test(arguments: [
        ("COMMIT CSN 832", "commit 0/2 csn=832"), ("COMMIT 12447 CSN 832", "commit 0/2 xid=12447 csn=832"),
        (
            "COMMIT 12447 (at 2026-11-23 05:01:39.293515+00) CSN 832",
            "commit 0/2 xid=12447 csn=832 at 2026-11-23 05:01:39.293515+00"
        ),
        ("COMMIT (at 2026-11-23 13:01:39+08) CSN 832", "commit 0/2 csn=832 at 2026-11-23 05:01:39+00"),
    ])
    func commitComesInEveryFormOfItsOptions(_ line: String, _ expected: String) throws {
        #expect(try SerialLine.decode(["BEGIN", line]) == ["begin", expected])
    }

    @Test(arguments: [
        "BEGIN ", "BEGIN x", "BEGIN 1 ", "BEGIN 1 ORIGIN_ID", "BEGIN 1 ORIGIN_ID x", "BEGIN 18446744073709551616",
        "BEGIN -1", "BEGIN  1",
        "BEGI", "B", "BEGIN 1\n", "begin 1", "",
    ])
    func aBeginOfAnyOtherFormIsAnError(_ line: String) {
        #expect(throws: DecodingError.self) { try SerialLine.decode([line]) }
    }

    @Test(arguments: [
        "COMMIT", "COMMIT ", "COMMIT 1", "COMMIT 1 ", "COMMIT 1 CSN", "COMMIT 1 CSN ", "COMMIT 1 CSN x",
        "COMMIT 1 CSN 2 ", "COMMIT 1 (at ) CSN 2",
        "COMMIT 1 (at yesterday) CSN 2", "COMMIT 1 (at 2026-11-23 05:01:39+00 CSN 2",
        "COMMIT 1(at 2026-11-23 05:01:39+00) CSN 2",
        "COMMIT 1 (at 2026-11-23 05:01:39+00)CSN 2", "commit xid: 1", "C",
    ])
    func aCommitOfAnyOtherFormIsAnError(_ line: String) {
        #expect(throws: DecodingError.self) { try SerialLine.decode(["BEGIN 1", line]) }
    }

    @Test(arguments: [
        ["COMMIT CSN 1"], [SerialLine.insert(literal: "1")], ["table s.t: TRUNCATE: (no-flags)"],
        ["BEGIN 1", "BEGIN 2"],
        ["BEGIN 1", "COMMIT CSN 1", "COMMIT CSN 1"], ["BEGIN 1", "COMMIT CSN 1", SerialLine.insert(literal: "1")],
    ])
    func aLineOutsideItsTransactionIsAnError(_ lines: [String]) {
        #expect(throws: DecodingError.self) { try SerialLine.decode(lines) }
    }

    @Test func aTransactionGoesOnFromOneBatchToTheNext() throws {
        var decoder = try ChangeDecoder()
        #expect(BatchText.lines(try decoder.decode(SerialLine.messages(["BEGIN 1"]))) == ["begin xid=1"])
        #expect(BatchText.lines(try decoder.decode(SerialLine.messages(["COMMIT CSN 4"]))) == ["commit 0/1 csn=4"])
    }

    @Test func aNewStreamForgetsTheOpenTransaction() throws {
        var decoder = try ChangeDecoder()
        _ = try decoder.decode(SerialLine.messages(["BEGIN 1"]))
        decoder.restartStream()
        #expect(BatchText.lines(try decoder.decode(SerialLine.messages(["BEGIN 1"]))) == ["begin xid=1"])
    }

    @Test func aKeepaliveCountsOnlyBetweenTransactions() throws {
        var messages = SerialLine.messages(["BEGIN 1", "COMMIT CSN 1"])
        messages.messages.insert(.keepalive(walEnd: LSN(7)), at: 1)
        messages.messages.insert(.keepalive(walEnd: LSN(6)), at: 0)
        messages.messages.append(.keepalive(walEnd: LSN(8)))
        var decoder = try ChangeDecoder()
        #expect(
            BatchText.lines(try decoder.decode(messages)) == [
                "position 0/6", "begin xid=1", "commit 0/2 csn=1", "position 0/8",
            ]
        )
    }

    @Test func anEmptyBatchDecodesToNothing() throws {
        var decoder = try ChangeDecoder()
        #expect(try decoder.decode(MessageBatch()).records.isEmpty)
    }
}
