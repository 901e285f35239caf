internal import COpenSSL
internal import Glibc

/// The server's end of one connection of a test: reads what the client says, sends what the test says.
final class ScriptedPeer {
    private let descriptor: Int32
    private var tls: OpaquePointer?

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
        // A test that waits for what never comes fails instead of hanging.
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        // OpenSSL's own way to write a socket raises it, in this thread; the client's thread keeps it, and must never meet it.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }

    deinit {
        SSL_free(tls)
        close(descriptor)
    }

    func send(_ bytes: [UInt8]) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { bytes in
                tls.map { Int(SSL_write($0, bytes.baseAddress, Int32(bytes.count))) }
                    ?? Glibc.send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
            }
            if count <= 0 { return }
            sent += count
        }
    }

    func send(_ letter: Unicode.Scalar, _ body: [UInt8] = []) {
        send(Self.message(letter, body))
    }

    static func message(_ letter: Unicode.Scalar, _ body: [UInt8]) -> [UInt8] {
        [UInt8(ascii: letter)] + int32(body.count + 4) + body
    }

    static func int32(_ value: Int) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }

    /// An ErrorResponse or a NoticeResponse.
    static func report(_ severity: String, _ state: String, _ text: String) -> [UInt8] {
        Array("S\(severity)\0c0\0M\(text)\0C\(state)\0d1\0".utf8) + [0]
    }

    static func row(_ values: [String]) -> [UInt8] {
        [0, UInt8(values.count)] + values.flatMap { int32($0.utf8.count) + Array($0.utf8) }
    }

    static func columns(_ names: [String]) -> [UInt8] {
        [0, UInt8(names.count)] + names.flatMap { Array($0.utf8) + [UInt8](repeating: 0, count: 19) }
    }

    /// Lets the client in without a password, as openGauss or as PostgreSQL.
    func letIn(version: String = "9.2.4") {
        startup()
        send("R", [0, 0, 0, 0])
        send("S", Array("server_version\0\(version)\0".utf8))
        send("K", Self.int32(4_711) + [0, 0, 0, 1])
        send("Z", Array("I".utf8))
    }

    /// The body of a startup message or of a demand for TLS; empty when the client has gone.
    @discardableResult
    func startup() -> [UInt8] {
        let length = read(4)
        guard length.count == 4 else { return [] }
        return read(Int(length[2]) << 8 + Int(length[3]) - 4)
    }

    /// The letter and the body of the client's next message; nil when it has gone.
    @discardableResult
    func message() -> (letter: Unicode.Scalar, body: [UInt8])? {
        let header = read(5)
        guard header.count == 5 else { return nil }
        return (Unicode.Scalar(header[0]), read(header[1...].reduce(0) { $0 << 8 | Int($1) } - 4))
    }

    /// Waits until the client has gone.
    func untilGone() {
        while read(64 << 10).count == 64 << 10 {}
    }

    func startTLS(_ context: OpaquePointer) {
        guard let session = SSL_new(context) else { return }
        SSL_set_fd(session, descriptor)
        if SSL_accept(session) == 1 { tls = session } else { SSL_free(session) }
    }

    private func read(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: max(0, count))
        var done = 0
        while done < count {
            let received = bytes[done...].withUnsafeMutableBytes { space in
                tls.map { Int(SSL_read($0, space.baseAddress, Int32(space.count))) }
                    ?? recv(descriptor, space.baseAddress, space.count, 0)
            }
            if received <= 0 { return Array(bytes.prefix(done)) }
            done += received
        }
        return bytes
    }
}
