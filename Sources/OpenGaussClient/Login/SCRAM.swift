internal import COpenSSL

/// PostgreSQL's SCRAM-SHA-256 (RFC 5802, 7677), without channel binding: proves the password to the server, and the server to us.
struct SCRAM {
    static let mechanism = "SCRAM-SHA-256"

    private let password: String
    private let nonce: String
    private var expectedServerSignature: [UInt8]?

    /// No channel binding, and none wanted.
    private static let header = "n,,"

    init(password: String, nonce: String) {
        self.password = password
        self.nonce = nonce
    }

    static func freshNonce() throws(WireFailure) -> String {
        var bytes = [UInt8](repeating: 0, count: 18)
        guard RAND_bytes(&bytes, Int32(bytes.count)) == 1 else {
            throw WireFailure(.accessDenied, "this host has no random numbers for a login")
        }
        return Base64.encode(bytes)
    }

    /// The server knows the user from the startup message.
    var first: [UInt8] { Array((Self.header + firstBare).utf8) }
    private var firstBare: String { "n=,r=" + nonce }

    /// Answers the server's first message.
    mutating func answer(_ message: [UInt8]) throws(WireFailure) -> [UInt8] {
        guard expectedServerSignature == nil else { throw .violation("its SCRAM-SHA-256 login begins twice") }
        let text = String(decoding: message, as: UTF8.self)
        let fields = text.split(separator: ",", omittingEmptySubsequences: false)
        guard fields.count >= 3, fields[0].hasPrefix("r=\(nonce)"), fields[1].hasPrefix("s="),
            fields[2].hasPrefix("i="),
            let salt = Base64.decode(fields[1].dropFirst(2)), let iterations = Int(fields[2].dropFirst(2)),
            (1...WireLimits.iterations).contains(iterations)
        else { throw .violation("its SCRAM-SHA-256 login cannot be understood") }
        let key = try PasswordKey.scram(password, salt: salt, iterations: iterations)
        let client = try Hash.sha256.hmac(key: key, Array("Client Key".utf8))
        let withoutProof = "c=\(Base64.encode(Array(Self.header.utf8))),\(fields[0])"
        let signed = Array("\(firstBare),\(text),\(withoutProof)".utf8)
        let cover = try Hash.sha256.hmac(key: Hash.sha256.digest(client), signed)
        let server = try Hash.sha256.hmac(key: key, Array("Server Key".utf8))
        expectedServerSignature = try Hash.sha256.hmac(key: server, signed)
        return Array("\(withoutProof),p=\(Base64.encode(zip(cover, client).map { $0 ^ $1 }))".utf8)
    }

    /// Checks the server's last message. `self` is spent with it.
    func verify(_ message: [UInt8]) throws(WireFailure) {
        let text = String(decoding: message, as: UTF8.self)
        guard let expectedServerSignature, text.hasPrefix("v="), let signature = Base64.decode(text.dropFirst(2)),
            Hash.areEqual(signature, expectedServerSignature)
        else { throw WireFailure(.accessDenied, "the server does not prove that it knows the password") }
    }
}
