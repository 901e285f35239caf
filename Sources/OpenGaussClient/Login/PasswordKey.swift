internal import COpenSSL

/// A key drawn from a password by PBKDF2, made dear by its rounds.
enum PasswordKey {
    private static let byteCount: Int32 = 32

    /// openGauss's logins count on SHA-1 here.
    static func openGauss(_ password: String, salt: [UInt8], iterations: Int) throws(WireFailure) -> [UInt8] {
        try derive(password, salt, iterations, EVP_sha1())
    }

    static func scram(_ password: String, salt: [UInt8], iterations: Int) throws(WireFailure) -> [UInt8] {
        try derive(password, salt, iterations, EVP_sha256())
    }

    private static func derive(
        _ password: String,
        _ salt: [UInt8],
        _ iterations: Int,
        _ hash: OpaquePointer?
    ) throws(WireFailure) -> [UInt8] {
        precondition((1...WireLimits.iterations).contains(iterations))
        let secret = password.utf8.map { CChar(bitPattern: $0) }
        var key = [UInt8](repeating: 0, count: Int(byteCount))
        let status = PKCS5_PBKDF2_HMAC(
            secret,
            Int32(clamping: secret.count),
            salt,
            Int32(clamping: salt.count),
            Int32(iterations),
            hash,
            byteCount,
            &key
        )
        guard status == 1 else {
            throw WireFailure(.accessDenied, "the OpenSSL of this host cannot derive the key that the login needs")
        }
        return key
    }
}
