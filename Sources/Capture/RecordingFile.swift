internal import ChangeModel
internal import Glibc
internal import OpenGaussClient

/// Reads a recording, the raw messages of a stream each behind its length (u32, big-endian), in the place of a server.
struct RecordingFile: ~Copyable {
    private let path: String
    private let descriptor: Int32
    private var buffer: [UInt8] = []
    /// Offset in the file of what `buffer` begins with.
    private var bufferStart = 0
    private var cursor = 0
    private var isAtEnd = false

    private static let readBytes = 1 << 20
    private static let lengthBytes = 4

    init(path: String) throws(CaptureError) {
        let opened = open(path, O_RDONLY | O_CLOEXEC)
        guard opened >= 0 else { throw .recording(path: path, reason: "it cannot be opened: \(Self.systemMessage)") }
        self.path = path
        descriptor = opened
    }

    deinit {
        close(descriptor)
    }

    /// The next messages, about `limitBytes` of them, one at least; nil at the end of the file.
    mutating func next(limitBytes: Int) throws(CaptureError) -> MessageBatch? {
        var batch = MessageBatch()
        while batch.footprintBytes < limitBytes, try append(to: &batch) {}
        return batch.isEmpty ? nil : batch
    }

    /// Takes one message; false at the end of the file.
    private mutating func append(to batch: inout MessageBatch) throws(CaptureError) -> Bool {
        guard try fill(Self.lengthBytes) else {
            guard buffer.count == cursor else { throw damaged("it ends within a length") }
            return false
        }
        var length = 0
        for index in cursor..<(cursor + Self.lengthBytes) { length = length << 8 | Int(buffer[index]) }
        guard length > 0, length <= StreamMessage.bytesMax else {
            throw damaged("a message of \(length) bytes is impossible")
        }
        guard try fill(Self.lengthBytes + length) else { throw damaged("it ends within a message of \(length) bytes") }
        let start = cursor + Self.lengthBytes
        try take(start..<(start + length), into: &batch)
        cursor = start + length
        return true
    }

    private func take(_ range: Range<Int>, into batch: inout MessageBatch) throws(CaptureError) {
        let message = buffer.span.extracting(range)
        switch try parsed(message) {
        case .data(let position, let headerBytes):
            let start = batch.bytes.count
            batch.bytes.append(contentsOf: buffer[(range.lowerBound + headerBytes)..<range.upperBound])
            batch.messages.append(.data(position: position, range: start..<batch.bytes.count))
        case .keepalive(let walEnd, _):
            batch.messages.append(.keepalive(walEnd: walEnd))
        }
    }

    /// The two layouts differ in the length of a keepalive, and in nothing else that a server sends.
    private func parsed(_ message: Span<UInt8>) throws(CaptureError) -> StreamMessage {
        let isPostgreSQL = message.count == WireLayout.postgreSQL.keepaliveBytes
        do throws(WireFailure) {
            return try StreamMessage(message, isPostgreSQL ? .postgreSQL : .openGauss)
        } catch {
            throw damaged(error.message)
        }
    }

    /// Reads until `count` bytes stand behind the cursor; false where the file ends before.
    private mutating func fill(_ count: Int) throws(CaptureError) -> Bool {
        if buffer.count - cursor >= count { return true }
        buffer.removeFirst(cursor)
        bufferStart += cursor
        cursor = 0
        while buffer.count < count, !isAtEnd { try read(max(Self.readBytes, count - buffer.count)) }
        return buffer.count >= count
    }

    private mutating func read(_ count: Int) throws(CaptureError) {
        let descriptor = descriptor
        var received = 0
        buffer.append(
            contentsOf: [UInt8](unsafeUninitializedCapacity: count) { bytes, initialized in
                repeat {
                    received = Glibc.read(descriptor, bytes.baseAddress, count)
                } while received < 0 && errno == EINTR
                initialized = max(0, received)
            }
        )
        guard received >= 0 else { throw damaged("it cannot be read: \(Self.systemMessage)") }
        isAtEnd = received == 0
    }

    private func damaged(_ reason: String) -> CaptureError {
        .recording(path: path, reason: "\(reason) (at byte \(bufferStart + cursor))")
    }

    private static var systemMessage: String { String(cString: strerror(errno)) }
}
