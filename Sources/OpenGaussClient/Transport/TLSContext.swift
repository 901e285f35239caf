internal import COpenSSL
internal import Glibc

/// Owns what all TLS connections to a server share: what is trusted, what is shown, how new the protocol must be.
struct TLSContext: ~Copyable {
    let pointer: OpaquePointer
    let checksHostName: Bool

    init(_ mode: TLSMode, _ options: SourceOptions) throws(WireFailure) {
        ERR_clear_error()
        guard let pointer = SSL_CTX_new(TLS_client_method()) else {
            throw WireFailure(.untrusted, "TLS cannot be used here: \(TLSReason.last())")
        }
        do throws(WireFailure) {
            try Self.demandModernTLS(pointer)
            try Self.trust(pointer, mode, options.sslRootCertificate)
            try Self.show(pointer, options.sslCertificate, options.sslKey)
        } catch {
            SSL_CTX_free(pointer)
            throw error
        }
        self.pointer = pointer
        checksHostName = mode == .verifyFull
    }

    deinit {
        SSL_CTX_free(pointer)
    }

    private static func demandModernTLS(_ pointer: OpaquePointer) throws(WireFailure) {
        guard COpenSSL_set_minimum_version(pointer, TLS1_2_VERSION) == 1 else {
            throw WireFailure(.untrusted, "TLS 1.2 cannot be demanded here: \(TLSReason.last())")
        }
        // A server that just closes the socket is how a connection ends; a message that is cut shows by its length.
        SSL_CTX_set_options(pointer, ignoreUnexpectedEnd)
        COpenSSL_set_mode(pointer, partialWrites)
    }

    private static let ignoreUnexpectedEnd: UInt64 = 1 << 7
    private static let partialWrites = Int(SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER)

    /// As with libpq, a root certificate is checked against whenever one is named. Without one only verify-full has a sense: the system's
    /// authorities vouch for anybody's certificate, so the name must fit.
    private static func trust(
        _ pointer: OpaquePointer,
        _ mode: TLSMode,
        _ rootCertificate: String?
    ) throws(WireFailure) {
        if let rootCertificate {
            guard SSL_CTX_load_verify_locations(pointer, rootCertificate, nil) == 1 else {
                throw WireFailure(
                    .untrusted,
                    "the certificates in \(rootCertificate) cannot be read: \(TLSReason.last())"
                )
            }
        } else if mode == .verifyFull {
            SSL_CTX_set_default_verify_paths(pointer)
        } else if mode == .verifyCA {
            throw WireFailure(
                .untrusted,
                "sslmode verify-ca needs the authority's certificate; name its file in sslrootcert"
            )
        }
        let isChecked = mode.isVerified || rootCertificate != nil
        SSL_CTX_set_verify(pointer, isChecked ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, nil)
    }

    private static func show(_ pointer: OpaquePointer, _ certificate: String?, _ key: String?) throws(WireFailure) {
        guard let certificate else {
            guard key == nil else { throw WireFailure(.untrusted, "sslkey is named without sslcert; name both") }
            return
        }
        guard let key else { throw WireFailure(.untrusted, "sslcert is named without sslkey; name both") }
        guard SSL_CTX_use_certificate_chain_file(pointer, certificate) == 1 else {
            throw WireFailure(.untrusted, "the certificate in \(certificate) cannot be read: \(TLSReason.last())")
        }
        try KeyFile.check(key)
        // Without this a key with a pass phrase would ask for it on the terminal.
        SSL_CTX_set_default_passwd_cb(pointer) { _, _, _, _ in -1 }
        guard SSL_CTX_use_PrivateKey_file(pointer, key, SSL_FILETYPE_PEM) == 1 else {
            throw WireFailure(
                .untrusted,
                "the key in \(key) cannot be read or does not belong to \(certificate): \(TLSReason.last());"
                    + " it must be a PEM file without a pass phrase"
            )
        }
    }
}
