internal import ChangeModel

/// Takes the messages of a running stream from the bytes that have arrived. Touches no socket; a large message is collected over many calls
/// and handed on only when it is whole.
struct StreamParser {
    enum Outcome: Equatable {
        /// All that is whole has been taken.
        case needsInput
        /// The batch has grown to its limit.
        case isFull
        /// Something that is no CopyData.
        case message(BackendMessage)
    }

    private let layout: WireLayout
    /// Gets every CopyData message as it arrives, in pieces, each behind its length (u32, big-endian).
    var onMessagePiece: ((UnsafeRawBufferPointer) -> Void)?
    private var large = LargeMessage()

    init(_ layout: WireLayout) {
        self.layout = layout
    }

    /// A message that does not fit the buffer.
    private struct LargeMessage {
        var position = LSN.zero
        var bytes: [UInt8] = []
        var missingBytes = 0
    }

    mutating func take(
        from input: inout ReceiveBuffer,
        into batch: inout MessageBatch,
        limitBytes: Int,
        _ wantsReply: inout Bool
    ) throws(WireFailure) -> Outcome {
        while batch.footprintBytes < limitBytes {
            if large.missingBytes > 0 {
                collect(&input, &batch)
                if large.missingBytes > 0 { return .needsInput }
                continue
            }
            let bytes = input.readable
            guard let header = try Self.header(bytes, input.capacityBytes) else { return .needsInput }
            let body = UnsafeRawBufferPointer(
                rebasing: bytes[MessageHeader.byteCount..<min(bytes.count, header.totalBytes)]
            )
            if header.totalBytes > input.capacityBytes {
                guard body.count >= StreamMessage.dataHeaderBytes else { return .needsInput }
                try begin(header, body.prefix(StreamMessage.dataHeaderBytes))
                input.consume(MessageHeader.byteCount + StreamMessage.dataHeaderBytes)
                continue
            }
            guard body.count == header.bodyBytes else { return .needsInput }
            guard header.tag == Self.copyData else {
                defer { input.consume(header.totalBytes) }
                return .message(BackendMessage(header.tag, Array(body)))
            }
            try add(body, &batch, &wantsReply)
            input.consume(header.totalBytes)
        }
        return .isFull
    }

    private static let copyData = UInt8(ascii: "d")

    /// Only data may be larger than the buffer.
    private static func header(
        _ bytes: UnsafeRawBufferPointer,
        _ capacityBytes: Int
    ) throws(WireFailure) -> MessageHeader? {
        try MessageHeader(bytes) { tag in
            tag == copyData ? WireLimits.streamMessageBytes : capacityBytes - MessageHeader.byteCount
        }
    }

    private func add(
        _ body: UnsafeRawBufferPointer,
        _ batch: inout MessageBatch,
        _ wantsReply: inout Bool
    ) throws(WireFailure) {
        let bytes = body.bindMemory(to: UInt8.self)
        record(body.count, body)
        let message = try StreamMessage(bytes.span, layout)
        switch message {
        case .data(let position, let headerBytes):
            let start = batch.bytes.count
            batch.bytes.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[headerBytes...]))
            batch.messages.append(.data(position: position, range: start..<batch.bytes.count))
        case .keepalive(let walEnd, let wish):
            batch.messages.append(.keepalive(walEnd: walEnd))
            wantsReply = wantsReply || wish
        }
    }

    /// Room for the whole is asked for once: pages that nothing is written to cost nothing.
    private mutating func begin(
        _ header: MessageHeader,
        _ start: Slice<UnsafeRawBufferPointer>
    ) throws(WireFailure) {
        let bytes = UnsafeRawBufferPointer(rebasing: start).bindMemory(to: UInt8.self)
        record(header.bodyBytes, UnsafeRawBufferPointer(bytes))
        guard case .data(let position, let headerBytes) = try StreamMessage(bytes.span, layout) else {
            throw .violation("it sent a keepalive of \(header.bodyBytes) bytes")
        }
        large.position = position
        large.missingBytes = header.bodyBytes - headerBytes
        large.bytes = []
        large.bytes.reserveCapacity(large.missingBytes)
    }

    private mutating func collect(_ input: inout ReceiveBuffer, _ batch: inout MessageBatch) {
        let count = min(input.count, large.missingBytes)
        large.bytes.append(contentsOf: input.readable.prefix(count))
        onMessagePiece?(UnsafeRawBufferPointer(rebasing: input.readable.prefix(count)))
        input.consume(count)
        large.missingBytes -= count
        if large.missingBytes == 0 { handOn(&batch) }
    }

    /// A message begins, with as much of it as is there.
    private func record(_ byteCount: Int, _ start: UnsafeRawBufferPointer) {
        guard let onMessagePiece else { return }
        withUnsafeBytes(of: UInt32(byteCount).bigEndian) { onMessagePiece($0) }
        onMessagePiece(start)
    }

    /// An empty batch takes the memory over instead of a copy.
    private mutating func handOn(_ batch: inout MessageBatch) {
        let start = batch.bytes.count
        if start == 0 { swap(&batch.bytes, &large.bytes) } else { batch.bytes.append(contentsOf: large.bytes) }
        large.bytes = []
        batch.messages.append(.data(position: large.position, range: start..<batch.bytes.count))
    }
}
