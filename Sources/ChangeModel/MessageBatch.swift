/// A run of raw messages as they came from the source, in order: one buffer, and where each message stands in it.
package struct MessageBatch: Sendable {
    package var bytes: [UInt8] = []
    package var messages: [Message] = []

    package init() {}

    /// One message of the stream.
    package enum Message: Equatable, Sendable {
        /// A payload of the decoding plugin with the position its header names.
        case data(position: LSN, range: Range<Int>)
        /// The server has sent everything up to this position.
        case keepalive(walEnd: LSN)
    }

    package var isEmpty: Bool { messages.isEmpty }

    /// What the batch holds in memory, about, in bytes: what queues are bounded by.
    package var footprintBytes: Int {
        bytes.count + messages.count * MemoryLayout<Message>.stride
    }
}
