package import ChangeModel

/// A running stream of decoded changes. Nothing in it blocks but `wait`. To be used from one thread at a time.
package final class ChangeStream {
    private let connection: SourceConnection
    private let slot: String
    private let layout: WireLayout
    private var parser: StreamParser
    private var isDrained = false
    private var hasReceived = false
    /// Why nothing more comes. Said only when all that came before it has been taken.
    private var ending: WireFailure?
    private var silence = StreamSilence()

    /// Gets every message as it arrives, in pieces, each message behind its length (u32, big-endian): what a recording is.
    package var onMessagePiece: ((UnsafeRawBufferPointer) -> Void)? {
        get { parser.onMessagePiece }
        set { parser.onMessagePiece = newValue }
    }

    /// What one look at the socket brought.
    package struct Received: Sendable {
        /// A keepalive wants an answer now.
        package var wantsReply = false
        /// Nothing more is there at the moment.
        package var isDrained = false
    }

    /// Starts streaming what commits behind `start`; `0/0` for where the slot stands.
    package init(
        _ connection: SourceConnection,
        slot: String,
        from start: LSN,
        options: StreamOptions
    ) throws(SourceError) {
        let operation = "stream from the slot \(slot)"
        let layout = try connection.wireLayout()
        try connection.requireUsable(operation)
        let sql = "START_REPLICATION SLOT \(SourceQuoting.identifier(slot)) LOGICAL \(start)\(options.clause)"
        self.connection = connection
        self.slot = slot
        self.layout = layout
        parser = StreamParser(layout)
        do throws(WireFailure) {
            try begin(sql)
        } catch {
            throw error.during(operation)
        }
    }

    /// Sends the command and waits until the server streams. Errors of the serial dialect come later, inside the stream.
    private func begin(_ sql: String) throws(WireFailure) {
        var exchange = QueryExchange()
        do throws(WireFailure) {
            try connection.channel.send(FrontendMessage.query(sql), .never)
            while true {
                let message = try connection.channel.next(bodyLimitBytes: WireLimits.controlMessageBytes, .never)
                if message.letter == "W" { return }
                if try exchange.take(message) { break }
            }
        } catch {
            connection.giveUp()
            throw exchange.failure ?? error
        }
        if exchange.isConnectionOver { connection.giveUp() }
        throw exchange.failure ?? .violation("it does not begin to stream")
    }

    /// Waits until the server has something for us, or we may write on what is left to write, or the time is over.
    package func wait(milliseconds: Int32) {
        let hasMore = hasReceived && !isDrained
        connection.channel.wait(milliseconds: hasMore || ending != nil ? 0 : milliseconds)
    }

    /// Takes what has arrived until the batch holds `limitBytes` or nothing more is there. Only whole messages are added.
    package func receive(into batch: inout MessageBatch, limitBytes: Int) throws(SourceError) -> Received {
        if let ending { throw ending.during(operation) }
        var received = Received()
        do throws(WireFailure) {
            _ = try connection.channel.flush()
            received.isDrained = try drain(into: &batch, limitBytes, &received.wantsReply)
        } catch {
            end(error)
            // What came before the end is handed on first.
            if batch.isEmpty { throw error.during(operation) }
            received.isDrained = true
        }
        hasReceived = true
        isDrained = received.isDrained
        return received
    }

    private var operation: String {
        "\(hasReceived ? "go on streaming" : "stream") from the slot \(slot)"
    }

    private func end(_ failure: WireFailure) {
        ending = failure
        connection.giveUp()
    }

    /// True when the socket has nothing more.
    private func drain(
        into batch: inout MessageBatch,
        _ limitBytes: Int,
        _ wantsReply: inout Bool
    ) throws(WireFailure) -> Bool {
        while true {
            let outcome = try parser.take(
                from: &connection.channel.input,
                into: &batch,
                limitBytes: limitBytes,
                &wantsReply
            )
            switch outcome {
            case .isFull: return false
            case .message(let message): try take(message)
            case .needsInput:
                switch try connection.channel.fill() {
                case .bytes: break
                case .wouldBlock: return true
                case .ended(let reason): throw silence.lost(reason)
                }
            }
        }
    }

    /// What the server remarked since the last call, a line each.
    package func takeNotices() -> [String] {
        connection.takeNotices()
    }

    /// What is no CopyData: remarks and settings, which may come at any time, and the end.
    private func take(_ message: BackendMessage) throws(WireFailure) {
        switch message.letter {
        case "N": connection.note(try ServerReport(message.body).line)
        case "S":
            var reader = BodyReader(message.body)
            let name = try reader.text()
            connection.setParameter(name, try reader.text())
        case "A": break
        case "E": throw try ServerReport(message.body).failure
        case "c", "C", "Z":
            throw WireFailure(.connectionLost, "it ended the stream in good order, as a server does that shuts down")
        default: throw message.unexpected("in the stream")
        }
    }

    /// Tells the server how far we are. False when the socket has no room: then the next one tells it.
    package func send(_ status: StandbyStatus) throws(SourceError) -> Bool {
        if let ending { throw ending.during(operation) }
        do throws(WireFailure) {
            // One message at most waits for room.
            if connection.channel.hasOutput, try connection.channel.flush() == .wouldBlock { return false }
            connection.channel.enqueue(FrontendMessage.copyData(status.encoded(layout)))
            // A server that is gone may have said why: what is read next tells.
            if case .ended = try connection.channel.flush() { return false }
        } catch {
            end(error)
            throw error.during(operation)
        }
        silence.spoke()
        return true
    }
}
