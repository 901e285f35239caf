package import ChangeModel

/// One CopyData message of the stream, taken apart.
package enum StreamMessage: Equatable, Sendable {
    /// A payload of the plugin, behind this many bytes of header; laid out alike by every server.
    case data(position: LSN, headerBytes: Int)
    case keepalive(walEnd: LSN, wantsReply: Bool)

    /// 2000-01-01 00:00:00 UTC, from which the server counts, since 1970.
    package static let serverEpochMicroseconds: Int64 = 946_684_800_000_000

    /// `w` start, end, time; then the payload.
    static let dataHeaderBytes = 25

    /// What a server may send in one message.
    package static var bytesMax: Int { WireLimits.streamMessageBytes }

    package init(_ bytes: Span<UInt8>, _ layout: WireLayout) throws(WireFailure) {
        guard bytes.count > 0 else { throw .violation("it sent an empty message in the stream") }
        switch bytes[0] {
        case UInt8(ascii: "w"): self = try Self.data(bytes)
        case UInt8(ascii: "k"): self = try Self.keepalive(bytes, layout)
        default:
            let name = MessageHeader.name(bytes[0])
            throw .violation("it sent a message \(name) in the stream, which is neither data nor a keepalive")
        }
    }

    private static func data(_ bytes: Span<UInt8>) throws(WireFailure) -> StreamMessage {
        guard bytes.count >= dataHeaderBytes else {
            throw .violation("it sent data of \(bytes.count) bytes, where the header alone has \(dataHeaderBytes)")
        }
        return .data(position: LSN(bigEndian(bytes, at: 1)), headerBytes: dataHeaderBytes)
    }

    private static func keepalive(_ bytes: Span<UInt8>, _ layout: WireLayout) throws(WireFailure) -> StreamMessage {
        guard bytes.count == layout.keepaliveBytes else {
            throw .violation("it sent a keepalive of \(bytes.count) bytes, where \(layout.keepaliveBytes) are expected")
        }
        let end = bigEndian(bytes, at: 1)
        return .keepalive(
            walEnd: LSN(layout == .openGauss ? end.byteSwapped : end),
            wantsReply: bytes[layout.replyRequestedOffset] != 0
        )
    }

    private static func bigEndian(_ bytes: Span<UInt8>, at offset: Int) -> UInt64 {
        var value: UInt64 = 0
        for index in offset..<(offset + 8) { value = value << 8 | UInt64(bytes[index]) }
        return value
    }
}
