/// What is answered to a demand for a password. Pure functions of the demand, the user and the password.
enum LoginAnswer {
    static func md5(user: String, password: String, salt: [UInt8]) throws(WireFailure) -> [UInt8] {
        let inner = Hexadecimal.encode(try Hash.md5.digest(Array((password + user).utf8)))
        return Array("md5".utf8) + Hexadecimal.encode(try Hash.md5.digest(inner + salt))
    }

    /// Codes 10 and 13. The client's key is sent hidden under a code that only its hash, which the server stores, can make.
    static func challenge(_ challenge: PasswordChallenge, password: String) throws(WireFailure) -> [UInt8] {
        let keys = try Keys(password, challenge.salt, challenge.iterations, challenge.hash)
        if let signature = challenge.serverSignature {
            let expected = Hexadecimal.encode(try Hash.sha256.hmac(key: keys.server, challenge.token))
            guard Hash.areEqual(signature, expected) else { throw unprovedServer }
        }
        let cover = try Hash.sha256.hmac(key: keys.stored, challenge.token)
        return Hexadecimal.encode(zip(cover, keys.client).map { $0 ^ $1 })
    }

    private static let unprovedServer = WireFailure(
        .accessDenied,
        "the server does not prove that it knows the password, so that either the password is wrong or it was stored with another"
            + " auth_iteration_count than \(PasswordChallenge.usualIterations)"
    )

    /// Code 11. The server cannot say how many iterations it used; this name stands for the usual count.
    static func md5OverSHA256(password: String, saltDigits: [UInt8], md5Salt: [UInt8]) throws(WireFailure) -> [UInt8] {
        guard let salt = Hexadecimal.decode(saltDigits) else {
            throw .violation("the salt of its md5 login is not hexadecimal digits")
        }
        let keys = try Keys(password, salt, PasswordChallenge.usualIterations, .sha256)
        let stored =
            saltDigits + Hexadecimal.encode(keys.server) + Hexadecimal.encode(keys.stored) + Array("ecdfecefade".utf8)
        return Array("md5".utf8) + Hexadecimal.encode(try Hash.md5.digest(stored + md5Salt))
    }

    /// What openGauss derives from a password.
    private struct Keys {
        let client: [UInt8]
        let stored: [UInt8]
        let server: [UInt8]

        init(_ password: String, _ salt: [UInt8], _ iterations: Int, _ hash: Hash) throws(WireFailure) {
            let key = try PasswordKey.openGauss(password, salt: salt, iterations: iterations)
            client = try Hash.sha256.hmac(key: key, Array("Client Key".utf8))
            stored = try hash.digest(client)
            // The server misspells one of the two.
            server = try Hash.sha256.hmac(key: key, Array((hash == .sm3 ? "Server Key" : "Sever Key").utf8))
        }
    }
}
