internal import ChangeModel
internal import OpenGaussClient
internal import Testing

struct StandbyStatusTests {
    @Test func `a status is 34 bytes: r, three positions, the time and the wish for a reply`() {
        // 2000-01-01 00:00:01 UTC, one million microseconds (0xF4240) after the server's epoch.
        let status = StandbyStatus(
            received: LSN(0x1_023C_91E8),
            flushed: LSN(0x1_0203_0405),
            time: CommitTime(microsecondsSinceEpoch: 946_684_801_000_000),
            wantsReply: true
        )
        let expected: [UInt8] = [
            0x72,
            0, 0, 0, 1, 0x02, 0x3C, 0x91, 0xE8,
            0, 0, 0, 1, 0x02, 0x03, 0x04, 0x05,
            0, 0, 0, 1, 0x02, 0x03, 0x04, 0x05,
            0, 0, 0, 0, 0, 0x0F, 0x42, 0x40,
            1,
        ]
        #expect(status.encoded(.postgreSQL) == expected)
    }

    @Test func `openGauss's status is 65 bytes in the order of its processor, flushed where it is not received`() {
        let status = StandbyStatus(
            received: LSN(0x1_023C_91E8),
            flushed: LSN(0x1_0203_0405),
            time: CommitTime(microsecondsSinceEpoch: 946_684_801_000_000),
            wantsReply: true
        )
        let flushed: [UInt8] = [0x05, 0x04, 0x03, 0x02, 1, 0, 0, 0]
        let expected: [UInt8] =
            [0x72, 0xE8, 0x91, 0x3C, 0x02, 1, 0, 0, 0] + flushed + flushed + flushed + flushed
            + [0, 0, 0, 0, 0, 0, 0, 0]
            + [0x40, 0x42, 0x0F, 0, 0, 0, 0, 0]
            + [1, 0, 0, 0, 0, 0, 0, 0]
        #expect(status.encoded(.openGauss) == expected)
        #expect(expected.count == 65)
    }

    @Test func `a time before the server's epoch is negative, and no reply is wanted where none is asked for`() {
        let status = StandbyStatus(
            received: .zero,
            flushed: .zero,
            time: CommitTime(microsecondsSinceEpoch: 946_684_799_999_999)
        )
        let bytes = status.encoded(.postgreSQL)
        #expect(bytes.count == 34)
        #expect(Array(bytes[25..<33]) == [UInt8](repeating: 0xFF, count: 8))
        #expect(bytes[33] == 0)
    }

    @Test func `what is received never stands for what is flushed`() {
        let status = StandbyStatus(received: LSN(9), flushed: LSN(5), time: CommitTime(microsecondsSinceEpoch: 0))
        let bytes = status.encoded(.postgreSQL)
        #expect([bytes[8], bytes[16], bytes[24]] == [9, 5, 5])
    }
}
