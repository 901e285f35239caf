internal import CLibPQ
package import ChangeModel
internal import Glibc

/// A running stream of decoded changes. Nothing in it blocks but `wait`. To be used from one thread at a time.
package final class ChangeStream {
    private let connection: SourceConnection
    private let slot: String

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
        self.connection = connection
        self.slot = slot
        let sql = "START_REPLICATION SLOT \(SourceConnection.identifier(slot)) LOGICAL \(start)\(options.clause)"
        let operation = "stream from the slot \(slot)"
        guard let result = PQexec(connection.handle.pointer, sql) else {
            throw SourceError(.connectionLost, operation: operation, message: connection.handle.message)
        }
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_COPY_BOTH else { throw connection.error(result, operation) }
        guard PQsetnonblocking(connection.handle.pointer, 1) == 0 else {
            throw SourceError(.connectionLost, operation: operation, message: connection.handle.message)
        }
    }

    /// Waits until the server has something for us, or we may write on what is left to write, or the time is over.
    package func wait(milliseconds: Int32) {
        let hasOutput = PQflush(connection.handle.pointer) == 1
        var descriptor = pollfd(
            fd: PQsocket(connection.handle.pointer),
            events: Int16(POLLIN) | (hasOutput ? Int16(POLLOUT) : 0),
            revents: 0
        )
        // An interruption looks like an end of the wait, and the caller looks again anyway.
        _ = poll(&descriptor, 1, milliseconds)
    }

    /// Takes what has arrived until the batch holds `limitBytes` or nothing more is there.
    package func receive(into batch: inout MessageBatch, limitBytes: Int) throws(SourceError) -> Received {
        var received = Received()
        var hasConsumed = false
        while batch.bytes.count < limitBytes {
            var buffer: UnsafeMutablePointer<CChar>?
            let count = PQgetCopyData(connection.handle.pointer, &buffer, 1)
            if count > 0, let buffer {
                defer { PQfreemem(buffer) }
                let bytes = UnsafeRawBufferPointer(start: buffer, count: Int(count)).bindMemory(to: UInt8.self)
                try take(bytes, into: &batch, &received)
            } else if count == 0 {
                if hasConsumed {
                    received.isDrained = true
                    return received
                }
                guard PQconsumeInput(connection.handle.pointer) == 1 else { throw lost() }
                hasConsumed = true
            } else {
                throw ended()
            }
        }
        return received
    }

    private func take(
        _ bytes: UnsafeBufferPointer<UInt8>,
        into batch: inout MessageBatch,
        _ received: inout Received
    ) throws(SourceError) {
        switch StreamMessage(bytes.span) {
        case .data(let position, let headerBytes):
            let start = batch.bytes.count
            batch.bytes.append(contentsOf: UnsafeBufferPointer(rebasing: bytes.dropFirst(headerBytes)))
            batch.messages.append(.data(position: position, range: start..<batch.bytes.count))
        case .keepalive(let walEnd, let wantsReply):
            batch.messages.append(.keepalive(walEnd: walEnd))
            received.wantsReply = received.wantsReply || wantsReply
        case nil:
            throw SourceError(
                .protocolViolation,
                operation: "stream from the slot \(slot)",
                message: "it sent a message of \(bytes.count) bytes that is neither data nor a keepalive"
            )
        }
    }

    private func lost() -> SourceError {
        SourceError(
            .connectionLost,
            operation: "go on streaming from the slot \(slot)",
            message: connection.handle.message
        )
    }

    /// The server ended the stream: with an error, or in good order because it shuts down.
    private func ended() -> SourceError {
        let operation = "go on streaming from the slot \(slot)"
        while let result = PQgetResult(connection.handle.pointer) {
            defer { PQclear(result) }
            if PQresultStatus(result) == PGRES_FATAL_ERROR { return connection.error(result, operation) }
            if PQresultStatus(result) == PGRES_COPY_BOTH || PQresultStatus(result) == PGRES_COPY_IN { break }
        }
        return SourceError(.connectionLost, operation: operation, message: "it ended the stream")
    }

    /// Tells the server how far we are. False when the socket has no room: then the next one tells it.
    package func send(_ status: StandbyStatus) throws(SourceError) -> Bool {
        let bytes = status.encoded()
        let result = bytes.withUnsafeBytes { buffer in
            PQputCopyData(
                connection.handle.pointer,
                buffer.bindMemory(to: CChar.self).baseAddress,
                CInt(buffer.count)
            )
        }
        guard result >= 0, PQflush(connection.handle.pointer) >= 0 else { throw lost() }
        return result == 1
    }
}
