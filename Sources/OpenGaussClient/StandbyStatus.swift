package import ChangeModel

/// What we tell the server: how far we have come.
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

    /// The message `r` as the server lays it out.
    package func encoded(_ layout: WireLayout) -> [UInt8] {
        let sinceServerEpoch = UInt64(bitPattern: time.microsecondsSinceEpoch &- StreamMessage.serverEpochMicroseconds)
        // What is applied is not our business to tell; the server shows the flushed position for it.
        switch layout {
        case .postgreSQL: return postgreSQL(sinceServerEpoch)
        case .openGauss: return openGauss(sinceServerEpoch)
        }
    }

    /// 34 bytes: received, flushed, applied, the time, whether a reply is wanted.
    private func postgreSQL(_ time: UInt64) -> [UInt8] {
        let words = [received.rawValue, flushed.rawValue, flushed.rawValue, time]
        return [UInt8(ascii: "r")] + words.flatMap { Self.littleEndian($0).reversed() } + [wantsReply ? 1 : 0]
    }

    /// 65 bytes: received, written, flushed, applied, read for applying; role and state, unknown; the time; whether a reply is wanted; a gap
    /// and flags, all zero.
    private func openGauss(_ time: UInt64) -> [UInt8] {
        let words = [received, flushed, flushed, flushed, flushed].map(\.rawValue) + [0, time]
        let tail = [wantsReply ? 1 : 0] + [UInt8](repeating: 0, count: 7)
        return [UInt8(ascii: "r")] + words.flatMap(Self.littleEndian) + tail
    }

    private static func littleEndian(_ value: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * UInt64($0))) }
    }
}
