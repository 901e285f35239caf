internal import COpenSSL
internal import Glibc

/// What OpenSSL reads and writes a socket with. OpenSSL's own would raise SIGPIPE where the other side is gone, and so end the process.
enum SocketBIO {
    private static let method = Method()

    /// The table of functions, made once.
    private struct Method: @unchecked Sendable {
        let pointer: OpaquePointer?

        init() {
            // BIO_TYPE_SOURCE_SINK, beside an index that nobody else has.
            pointer = BIO_meth_new(BIO_get_new_index() | 0x0400, "socket")
            guard let pointer else { return }
            BIO_meth_set_read(pointer) { SocketBIO.read($0, $1, $2) }
            BIO_meth_set_write(pointer) { SocketBIO.write($0, $1, $2) }
            BIO_meth_set_ctrl(pointer) { _, command, _, _ in
                // There is nothing to flush, and nothing else is known.
                command == BIO_CTRL_FLUSH ? 1 : 0
            }
        }
    }

    /// The socket stays its owner's.
    static func make(_ descriptor: Int32) -> OpaquePointer? {
        guard let method = method.pointer, let bio = BIO_new(method) else { return nil }
        // The number of the socket travels as a pointer; plus one, since nil would be socket 0.
        BIO_set_data(bio, UnsafeMutableRawPointer(bitPattern: Int(descriptor) + 1))
        BIO_set_init(bio, 1)
        return bio
    }

    private static func descriptor(_ bio: OpaquePointer?) -> Int32 {
        Int32(truncatingIfNeeded: Int(bitPattern: BIO_get_data(bio)) - 1)
    }

    private static func read(_ bio: OpaquePointer?, _ space: UnsafeMutablePointer<CChar>?, _ count: Int32) -> Int32 {
        COpenSSL_clear_retry(bio)
        let received = recv(descriptor(bio), space, Int(count), 0)
        if received < 0, isPassing(errno) { COpenSSL_retry_read(bio) }
        return Int32(received)
    }

    private static func write(_ bio: OpaquePointer?, _ bytes: UnsafePointer<CChar>?, _ count: Int32) -> Int32 {
        COpenSSL_clear_retry(bio)
        let sent = Glibc.send(descriptor(bio), bytes, Int(count), Int32(MSG_NOSIGNAL))
        if sent < 0, isPassing(errno) { COpenSSL_retry_write(bio) }
        return Int32(sent)
    }

    private static func isPassing(_ number: Int32) -> Bool {
        number == EAGAIN || number == EWOULDBLOCK || number == EINTR
    }
}
