/// Whole messages over a transport: one buffer for what arrives, one for what is not yet sent.
struct MessageChannel: ~Copyable {
    private var transport: Transport
    var input = ReceiveBuffer(capacityBytes: WireLimits.receiveBufferBytes)
    private var output: [UInt8] = []
    private var sentBytes = 0

    init(_ transport: consuming Transport) {
        self.transport = transport
    }

    var isEncrypted: Bool { transport.isEncrypted }
    var hasOutput: Bool { sentBytes < output.count }

    /// Reads once, as much as there is room for.
    mutating func fill() throws(WireFailure) -> IOResult {
        let result = try transport.read(into: input.space())
        if case .bytes(let count) = result { input.filled(count) }
        return result
    }

    /// Sends what the socket takes of what is left to send; the rest stays for later.
    mutating func flush() throws(WireFailure) -> IOResult {
        while hasOutput {
            let sent = sentBytes
            let result = try Self.write(output, from: sent, &transport)
            guard case .bytes(let count) = result else { return result }
            sentBytes += count
        }
        defer { output.removeAll(keepingCapacity: true) }
        defer { sentBytes = 0 }
        return .bytes(sentBytes)
    }

    private static func write(
        _ output: [UInt8],
        from start: Int,
        _ transport: inout Transport
    ) throws(WireFailure) -> IOResult {
        try output.span.withUnsafeBytes { (bytes) throws(WireFailure) in
            try transport.write(UnsafeRawBufferPointer(rebasing: bytes[start...]))
        }
    }

    /// Puts a message behind what is left to send; `flush` sends it.
    mutating func enqueue(_ message: [UInt8]) {
        output += message
    }

    /// Sends a message whole.
    mutating func send(_ message: [UInt8], _ deadline: Deadline) throws(WireFailure) {
        enqueue(message)
        while true {
            switch try flush() {
            case .bytes: return
            case .ended(let reason): throw Self.lost(reason)
            case .wouldBlock: try wait(deadline)
            }
        }
    }

    /// The next message, whole. A body may be larger than the buffer: it is collected as it arrives, however long it claims to be.
    mutating func next(bodyLimitBytes: Int, _ deadline: Deadline) throws(WireFailure) -> BackendMessage {
        var header = try MessageHeader(input.readable) { _ in bodyLimitBytes }
        while header == nil {
            try readMore(deadline)
            header = try MessageHeader(input.readable) { _ in bodyLimitBytes }
        }
        guard let header else { throw .violation("it sent no message") }
        input.consume(MessageHeader.byteCount)
        var body: [UInt8] = []
        while true {
            let taken = min(input.count, header.bodyBytes - body.count)
            body.append(contentsOf: input.readable.prefix(taken))
            input.consume(taken)
            if body.count == header.bodyBytes { return BackendMessage(header.tag, body) }
            try readMore(deadline)
        }
    }

    /// Reads at least one byte more.
    private mutating func readMore(_ deadline: Deadline) throws(WireFailure) {
        while true {
            switch try fill() {
            case .bytes: return
            case .ended(let reason): throw Self.lost(reason)
            case .wouldBlock: try wait(deadline)
            }
        }
    }

    private func wait(_ deadline: Deadline) throws(WireFailure) {
        guard !deadline.hasPassed else { throw WireFailure(.timedOut, "it does not answer in time") }
        wait(milliseconds: deadline.remainingMilliseconds)
    }

    func wait(milliseconds: Int32) {
        transport.wait(hasOutput: hasOutput, milliseconds: milliseconds)
    }

    static func lost(_ reason: String) -> WireFailure {
        WireFailure(.connectionLost, "it closed the connection" + (reason.isEmpty ? "" : " (\(reason))"))
    }

    /// Takes leave, as far as the socket lets us without waiting.
    mutating func close() {
        if !hasOutput {
            enqueue(FrontendMessage.terminate)
            _ = try? flush()
        }
        transport.close()
    }
}
