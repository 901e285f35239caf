package import ChangeModel

/// What we tell the server: how far we have come. Layout: PostgreSQL's "Standby status update", big-endian, 34 bytes.
package struct StandbyStatus: Equatable, Sendable {
    package let received: LSN
    /// The promise: the server may forget everything up to here.
    package let flushed: LSN
    package let time: CommitTime
    package let wantsReply: Bool

    package init(received: LSN, flushed: LSN, time: CommitTime, wantsReply: Bool = false) {
        self.received = received
        self.flushed = flushed
        self.time = time
        self.wantsReply = wantsReply
    }

    package func encoded() -> [UInt8] {
        var bytes = [UInt8(ascii: "r")]
        // What is applied is not our business to tell; the server shows the flushed position for it.
        for position in [received, flushed, flushed] { Self.append(position.rawValue, to: &bytes) }
        let sinceServerEpoch = time.microsecondsSinceEpoch - StreamMessage.serverEpochMicroseconds
        Self.append(UInt64(bitPattern: sinceServerEpoch), to: &bytes)
        bytes.append(wantsReply ? 1 : 0)
        return bytes
    }

    private static func append(_ value: UInt64, to bytes: inout [UInt8]) {
        for shift in stride(from: UInt64(56), through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }
}
