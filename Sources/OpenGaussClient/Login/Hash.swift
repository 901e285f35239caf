internal import COpenSSL

/// The hash functions of the logins, as OpenSSL has them.
enum Hash: String {
    case md5 = "MD5"
    case sha256 = "SHA-256"
    case sm3 = "SM3"

    private var function: OpaquePointer? {
        switch self {
        case .md5: EVP_md5()
        case .sha256: EVP_sha256()
        case .sm3: EVP_sm3()
        }
    }

    func digest(_ bytes: [UInt8]) throws(WireFailure) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var count: UInt32 = 0
        guard EVP_Digest(bytes, bytes.count, &digest, &count, function, nil) == 1 else { throw missing }
        return Array(digest.prefix(Int(count)))
    }

    func hmac(key: [UInt8], _ message: [UInt8]) throws(WireFailure) -> [UInt8] {
        var code = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var count: UInt32 = 0
        guard HMAC(function, key, Int32(key.count), message, message.count, &code, &count) != nil else { throw missing }
        return Array(code.prefix(Int(count)))
    }

    private var missing: WireFailure {
        WireFailure(.accessDenied, "the OpenSSL of this host does not offer \(rawValue), which the login needs")
    }

    /// Bytes against bytes without telling by the time taken how many are equal.
    static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        left.count == right.count && CRYPTO_memcmp(left, right, left.count) == 0
    }
}
