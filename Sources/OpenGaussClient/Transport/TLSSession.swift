internal import COpenSSL
internal import Glibc

/// Owns one TLS connection over a socket that somebody else owns and that never blocks.
struct TLSSession: ~Copyable {
    private let pointer: OpaquePointer
    private let host: String
    /// What must happen on the socket before the next write can go on; nil where none is held up.
    private var heldWriteEvents: Int16?
    /// Likewise for a read that must write first.
    private var heldReadEvents: Int16?
    /// A broken session must not be closed in good order.
    private var isBroken = false

    init(_ context: borrowing TLSContext, descriptor: Int32, host: String) throws(WireFailure) {
        ERR_clear_error()
        guard let pointer = SSL_new(context.pointer) else {
            throw WireFailure(.untrusted, "no TLS connection can be made: \(TLSReason.last())")
        }
        do throws(WireFailure) {
            try Self.attach(pointer, descriptor)
            try Self.name(pointer, host, isChecked: context.checksHostName)
        } catch {
            SSL_free(pointer)
            throw error
        }
        self.pointer = pointer
        self.host = host
    }

    private static func attach(_ pointer: OpaquePointer, _ descriptor: Int32) throws(WireFailure) {
        guard let bio = SocketBIO.make(descriptor) else {
            throw WireFailure(.untrusted, "no TLS connection can be made: \(TLSReason.last())")
        }
        SSL_set_bio(pointer, bio, bio)
    }

    private static func name(_ pointer: OpaquePointer, _ host: String, isChecked: Bool) throws(WireFailure) {
        let isAddress = isAddress(host)
        // Names only, by the standard; a server with many certificates shows the right one.
        if !isAddress { _ = COpenSSL_set_server_name(pointer, host) }
        guard isChecked else { return }
        let status =
            isAddress ? X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(pointer), host) : SSL_set1_host(pointer, host)
        guard status == 1 else { throw WireFailure(.untrusted, "the host name \(host) cannot be checked") }
    }

    deinit {
        SSL_free(pointer)
    }

    private static func isAddress(_ host: String) -> Bool {
        var address = in6_addr()
        return inet_pton(AF_INET, host, &address) == 1 || inet_pton(AF_INET6, host, &address) == 1
    }

    /// Goes on with the handshake; nil when it is done, else what to wait for on the socket.
    func handshake() throws(WireFailure) -> Int16? {
        ERR_clear_error()
        let status = SSL_connect(pointer)
        if status == 1 { return nil }
        switch SSL_get_error(pointer, status) {
        case SSL_ERROR_WANT_READ: return Int16(POLLIN)
        case SSL_ERROR_WANT_WRITE: return Int16(POLLOUT)
        default: throw handshakeFailure()
        }
    }

    private func handshakeFailure() -> WireFailure {
        let result = SSL_get_verify_result(pointer)
        let reason = String(cString: X509_verify_cert_error_string(result))
        switch result {
        case Int(X509_V_OK):
            return WireFailure(.untrusted, "the TLS handshake failed: \(TLSReason.last())")
        case Int(X509_V_ERR_HOSTNAME_MISMATCH), Int(X509_V_ERR_IP_ADDRESS_MISMATCH):
            return WireFailure(
                .untrusted,
                "the server's certificate is not for \(host); connect by the name that the certificate bears, or have it issued anew"
            )
        default:
            return WireFailure(
                .untrusted,
                "the server's certificate is not trusted (\(reason)); name the certificate of the authority that issued it in sslrootcert"
            )
        }
    }

    mutating func read(into space: UnsafeMutableRawBufferPointer) throws(WireFailure) -> IOResult {
        forgetErrors()
        let count = SSL_read(pointer, space.baseAddress, Int32(clamping: space.count))
        heldReadEvents = nil
        if count > 0 { return .bytes(Int(count)) }
        let result: IOResult
        (result, heldReadEvents) = try obstacle(count)
        return result
    }

    mutating func write(_ bytes: UnsafeRawBufferPointer) throws(WireFailure) -> IOResult {
        forgetErrors()
        let count = SSL_write(pointer, bytes.baseAddress, Int32(clamping: bytes.count))
        heldWriteEvents = nil
        if count > 0 { return .bytes(Int(count)) }
        let result: IOResult
        (result, heldWriteEvents) = try obstacle(count)
        return result
    }

    /// What is asked for afterwards must be of the next call.
    private func forgetErrors() {
        ERR_clear_error()
        errno = 0
    }

    /// Why nothing was read or written, and what must happen on the socket first.
    private mutating func obstacle(_ status: Int32) throws(WireFailure) -> (IOResult, Int16?) {
        let number = errno
        switch SSL_get_error(pointer, status) {
        case SSL_ERROR_WANT_READ:
            return (.wouldBlock, Int16(POLLIN))
        case SSL_ERROR_WANT_WRITE:
            return (.wouldBlock, Int16(POLLOUT))
        case SSL_ERROR_ZERO_RETURN:
            return (.ended(""), nil)
        case SSL_ERROR_SYSCALL:
            isBroken = true
            return (.ended(number == 0 ? "" : SystemError.text(number)), nil)
        default:
            isBroken = true
            throw Self.failure(ERR_peek_error())
        }
    }

    /// With TLS 1.3 a server refuses a client's certificate, or the lack of one, when the client believes that all is agreed.
    private static func failure(_ code: UInt) -> WireFailure {
        // An alert of the other side has a reason above 1000.
        let isAlert = code & 0x7F_FFFF > 1_000
        let reason = TLSReason.last()
        return isAlert
            ? WireFailure(
                .untrusted,
                "the server refuses our TLS (\(reason)); name a certificate that it accepts in sslcert and sslkey"
            )
            : WireFailure(.connectionLost, "TLS failed: \(reason)")
    }

    /// Bytes are decrypted already, so that the socket may be silent about them.
    var hasPending: Bool { SSL_pending(pointer) > 0 }

    func waitEvents(hasOutput: Bool) -> Int16 {
        let reading = heldReadEvents ?? Int16(POLLIN)
        return hasOutput ? reading | (heldWriteEvents ?? Int16(POLLOUT)) : reading
    }

    mutating func close() {
        if !isBroken { SSL_shutdown(pointer) }
        isBroken = true
    }
}
