package import ChangeModel

/// Everything that a server could send, through the same parsers as a live connection but without a socket: for the fuzzer.
package enum ServerBytes {
    /// Reads the bytes as the end of a login, an answer to a command and a stream, one after another as far as each goes. The bytes arrive in
    /// pieces of `pieceBytes`. Returns the messages of the stream; throws what a connection would throw.
    package static func parse(
        _ bytes: [UInt8],
        _ layout: WireLayout,
        pieceBytes: Int
    ) throws(WireFailure) -> MessageBatch {
        var feed = Feed(bytes: bytes, pieceBytes: max(1, pieceBytes))
        var login = LoginExchange(user: "u", password: "p", isPrivate: true)
        var isReady = false
        while !isReady, let message = try feed.next() { isReady = try login.take(message) == .ready }
        var exchange = QueryExchange()
        var isAnswered = false
        while !isAnswered, let message = try feed.next() { isAnswered = try exchange.take(message) }
        return try feed.stream(layout)
    }

    /// Bytes that come in pieces.
    private struct Feed: ~Copyable {
        private let bytes: [UInt8]
        private let pieceBytes: Int
        private var offset = 0
        private var input = ReceiveBuffer(capacityBytes: 1_024)

        init(bytes: [UInt8], pieceBytes: Int) {
            self.bytes = bytes
            self.pieceBytes = pieceBytes
        }

        private mutating func fill() -> Bool {
            let space = input.space()
            let count = min(pieceBytes, bytes.count - offset, space.count)
            guard count > 0 else { return false }
            space.copyBytes(from: bytes[offset..<(offset + count)])
            input.filled(count)
            offset += count
            return true
        }

        /// nil where the bytes end first.
        mutating func next() throws(WireFailure) -> BackendMessage? {
            while true {
                let limit = input.capacityBytes - MessageHeader.byteCount
                if let header = try MessageHeader(input.readable, bodyLimitBytes: { _ in limit }),
                    header.totalBytes <= input.count
                {
                    defer { input.consume(header.totalBytes) }
                    return BackendMessage(
                        header.tag,
                        Array(input.readable[MessageHeader.byteCount..<header.totalBytes])
                    )
                }
                guard fill() else { return nil }
            }
        }

        mutating func stream(_ layout: WireLayout) throws(WireFailure) -> MessageBatch {
            var parser = StreamParser(layout)
            var batch = MessageBatch()
            var wantsReply = false
            while true {
                switch try parser.take(from: &input, into: &batch, limitBytes: .max, &wantsReply) {
                case .isFull: return batch
                case .message(let message): if message.letter == "E" { throw try ServerReport(message.body).failure }
                case .needsInput: guard fill() else { return batch }
                }
            }
        }
    }
}
