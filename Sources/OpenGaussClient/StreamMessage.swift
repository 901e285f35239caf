package import ChangeModel

/// One CopyData message of the stream, taken apart. Layout: PostgreSQL's streaming replication protocol, big-endian.
package enum StreamMessage: Equatable, Sendable {
    /// A payload of the plugin, behind this many bytes of header.
    case data(position: LSN, headerBytes: Int)
    case keepalive(walEnd: LSN, wantsReply: Bool)

    /// 2000-01-01 00:00:00 UTC, from which the server counts, since 1970.
    package static let serverEpochMicroseconds: Int64 = 946_684_800_000_000

    /// `w` start, end, time; then the payload.
    private static let dataHeaderBytes = 25
    /// `k` end, time, whether a reply is wanted.
    private static let keepaliveBytes = 18

    /// nil for what no server sends.
    package init?(_ bytes: Span<UInt8>) {
        guard bytes.count > 0 else { return nil }
        switch bytes[0] {
        case UInt8(ascii: "w") where bytes.count >= Self.dataHeaderBytes:
            self = .data(position: LSN(Self.word(bytes, at: 1)), headerBytes: Self.dataHeaderBytes)
        case UInt8(ascii: "k") where bytes.count == Self.keepaliveBytes:
            self = .keepalive(walEnd: LSN(Self.word(bytes, at: 1)), wantsReply: bytes[17] != 0)
        default:
            return nil
        }
    }

    private static func word(_ bytes: Span<UInt8>, at offset: Int) -> UInt64 {
        var value: UInt64 = 0
        for index in offset..<(offset + 8) { value = value << 8 | UInt64(bytes[index]) }
        return value
    }
}
