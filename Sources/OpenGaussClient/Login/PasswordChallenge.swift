/// openGauss's own demand for a password: what it stores is derived from the password with a salt, and the token makes every login different.
struct PasswordChallenge: Equatable {
    let hash: Hash
    let salt: [UInt8]
    let token: [UInt8]
    let iterations: Int
    /// Sent to clients of protocol 3.0 only, hexadecimal: proves that the server knows what it stores.
    let serverSignature: [UInt8]?

    static let saltDigits = 64
    private static let tokenDigits = 8
    private static let signatureDigits = 64
    /// What a server means that does not say: those before 3.51 could not be told another count.
    static let usualIterations = 10_000

    /// Reads what follows the code.
    init(_ reader: inout BodyReader, _ hash: Hash) throws(WireFailure) {
        let method = try reader.int32()
        // 2 and 3 are how openGauss numbers what it stored.
        guard method == (hash == .sm3 ? 3 : 2) else {
            throw .violation("its demand for a \(hash.rawValue) login names the storage method \(method)")
        }
        guard let salt = Hexadecimal.decode(try reader.take(Self.saltDigits)),
            let token = Hexadecimal.decode(try reader.take(Self.tokenDigits))
        else { throw .violation("salt or token of its \(hash.rawValue) login are not hexadecimal digits") }
        self.hash = hash
        self.salt = salt
        self.token = token
        switch reader.remaining {
        case 0:
            iterations = Self.usualIterations
            serverSignature = nil
        case 4:
            iterations = try Self.checked(reader.int32())
            serverSignature = nil
        case Self.signatureDigits:
            iterations = Self.usualIterations
            serverSignature = Array(reader.rest())
        default:
            throw .violation("its \(hash.rawValue) login ends with \(reader.remaining) bytes that nobody knows")
        }
    }

    private static func checked(_ iterations: Int32) throws(WireFailure) -> Int {
        guard (1...WireLimits.iterations).contains(Int(iterations)) else {
            let limit = WireLimits.iterations
            throw WireFailure(
                .accessDenied,
                "it wants \(iterations) rounds of PBKDF2, where 1 to \(limit) are allowed; set auth_iteration_count on it"
            )
        }
        return Int(iterations)
    }
}
