internal import COpenSSL
internal import Glibc
internal import TestSupport

/// An authority of a test's own, with a server's certificate for `localhost` and 127.0.0.1 and a client's, as files in a directory of its own.
final class TestCertificates: Sendable {
    private let directory = TemporaryDirectory()

    var rootPath: String { directory.path(of: "root.crt") }
    var clientPath: String { directory.path(of: "client.crt") }
    var clientKeyPath: String { directory.path(of: "client.key") }

    init(serverNames: String = "DNS:localhost,IP:127.0.0.1") {
        let root = Pair("Test authority", nil, "critical,CA:TRUE", nil)
        let server = Pair("server", root, "CA:FALSE", serverNames)
        let client = Pair("u", root, "CA:FALSE", nil)
        write(root, "root")
        write(server, "server")
        write(client, "client")
    }

    /// A server's side of TLS, which wants a client's certificate where `wantsClient` says so. The caller frees it.
    func serverContext(wantsClient: Bool = false) -> OpaquePointer {
        guard let context = SSL_CTX_new(TLS_server_method()) else { fatalError("OpenSSL makes no server") }
        SSL_CTX_use_certificate_chain_file(context, directory.path(of: "server.crt"))
        SSL_CTX_use_PrivateKey_file(context, directory.path(of: "server.key"), SSL_FILETYPE_PEM)
        if wantsClient {
            SSL_CTX_load_verify_locations(context, rootPath, nil)
            SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nil)
        }
        return context
    }

    private func write(_ pair: Pair, _ name: String) {
        let certificate = BIO_new_file(directory.path(of: name + ".crt"), "w")
        PEM_write_bio_X509(certificate, pair.certificate)
        BIO_free(certificate)
        let key = BIO_new_file(directory.path(of: name + ".key"), "w")
        PEM_write_bio_PrivateKey(key, pair.key, nil, nil, 0, nil, nil)
        BIO_free(key)
        chmod(directory.path(of: name + ".key"), 0o600)
    }

    /// A key and its certificate, valid for an hour.
    private final class Pair {
        let key: OpaquePointer?
        let certificate = X509_new()

        init(_ name: String, _ issuer: Pair?, _ constraints: String, _ alternativeNames: String?) {
            var made: OpaquePointer?
            let maker = EVP_PKEY_CTX_new_id(NID_ED25519, nil)
            EVP_PKEY_keygen_init(maker)
            EVP_PKEY_keygen(maker, &made)
            EVP_PKEY_CTX_free(maker)
            key = made
            X509_set_version(certificate, 2)
            ASN1_INTEGER_set(X509_get_serialNumber(certificate), Int.random(in: 1...1_000_000))
            X509_gmtime_adj(X509_getm_notBefore(certificate), -60)
            X509_gmtime_adj(X509_getm_notAfter(certificate), 3_600)
            X509_set_pubkey(certificate, key)
            let subject = X509_get_subject_name(certificate)
            X509_NAME_add_entry_by_txt(subject, "CN", TestCertificates.utf8, name, -1, -1, 0)
            X509_set_issuer_name(certificate, X509_get_subject_name(issuer?.certificate ?? certificate))
            add(NID_basic_constraints, constraints)
            if let alternativeNames { add(NID_subject_alt_name, alternativeNames) }
            precondition(X509_sign(certificate, issuer?.key ?? key, nil) > 0)
        }

        deinit {
            X509_free(certificate)
            EVP_PKEY_free(key)
        }

        private func add(_ kind: Int32, _ value: String) {
            let field = X509V3_EXT_conf_nid(nil, nil, kind, value)
            X509_add_ext(certificate, field, -1)
            X509_EXTENSION_free(field)
        }
    }

    /// `MBSTRING_UTF8`, a macro that Swift does not see.
    private static let utf8: Int32 = 0x1000
}
