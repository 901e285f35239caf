internal import Glibc

/// The bytes between here and the server, in the clear or through TLS. Nothing blocks but `wait` and `startTLS`.
struct Transport: ~Copyable {
    private let socket: SocketHandle
    private var tls: TLSSession?

    init(_ socket: consuming SocketHandle) {
        self.socket = socket
        tls = nil
    }

    var isEncrypted: Bool { tls != nil }

    /// From here on everything goes through TLS. Returns when the server has proved what the context wants it to prove.
    mutating func startTLS(_ context: borrowing TLSContext, host: String, _ deadline: Deadline) throws(WireFailure) {
        precondition(tls == nil)
        let session = try TLSSession(context, descriptor: socket.descriptor, host: host)
        while let events = try session.handshake() {
            guard !deadline.hasPassed else {
                throw WireFailure(.unreachable, "it does not finish the TLS handshake in time")
            }
            socket.wait(events, milliseconds: deadline.remainingMilliseconds)
        }
        tls = consume session
    }

    mutating func read(into space: UnsafeMutableRawBufferPointer) throws(WireFailure) -> IOResult {
        if let result = try tls?.read(into: space) { return result }
        while true {
            let count = recv(socket.descriptor, space.baseAddress, space.count, 0)
            if count > 0 { return .bytes(count) }
            if count == 0 { return .ended("") }
            if errno == EAGAIN || errno == EWOULDBLOCK { return .wouldBlock }
            if errno != EINTR { return .ended(SystemError.text(errno)) }
        }
    }

    mutating func write(_ bytes: UnsafeRawBufferPointer) throws(WireFailure) -> IOResult {
        if let result = try tls?.write(bytes) { return result }
        while true {
            let count = Glibc.send(socket.descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
            if count > 0 { return .bytes(count) }
            if errno == EAGAIN || errno == EWOULDBLOCK { return .wouldBlock }
            if errno != EINTR { return .ended(SystemError.text(errno)) }
        }
    }

    /// Waits until there may be something to read or, with `hasOutput`, to write. What TLS has decrypted already counts as readable.
    func wait(hasOutput: Bool, milliseconds: Int32) {
        switch tls {
        case .none: socket.wait(Int16(POLLIN | (hasOutput ? POLLOUT : 0)), milliseconds: milliseconds)
        case .some(let session):
            let events = session.waitEvents(hasOutput: hasOutput)
            socket.wait(events, milliseconds: session.hasPending ? 0 : milliseconds)
        }
    }

    /// Tells the other side of a TLS connection that nothing more comes.
    mutating func close() {
        tls?.close()
    }
}
