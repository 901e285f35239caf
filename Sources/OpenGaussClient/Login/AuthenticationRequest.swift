/// What a server wants of us before it lets us in: the body of an `R` message, whose first four bytes are a code.
enum AuthenticationRequest: Equatable {
    /// 0: nothing more.
    case accepted
    /// 3: the password as it is.
    case cleartext
    /// 5: PostgreSQL's md5.
    case md5(salt: [UInt8])
    /// 10 and 13 of openGauss: a hash of its own with PBKDF2.
    case challenge(PasswordChallenge)
    /// 11 of openGauss: md5 over what it stored for sha256.
    case md5OverSHA256(saltDigits: [UInt8], md5Salt: [UInt8])
    /// 10, 11 and 12 of PostgreSQL.
    case sasl(mechanisms: [String])
    case saslContinue([UInt8])
    case saslFinal([UInt8])
    /// Kerberos, and what is not known here.
    case other(code: Int32)

    /// `isInSASL`: 11 means another thing once SASL has begun.
    init(_ body: [UInt8], isInSASL: Bool) throws(WireFailure) {
        var reader = BodyReader(body)
        let code = try reader.int32()
        switch code {
        case 0: self = .accepted
        case 3: self = .cleartext
        case 5: self = .md5(salt: Array(try reader.take(4)))
        case 10 where Self.namesMechanisms(body): self = try Self.sasl(&reader)
        case 10: self = .challenge(try PasswordChallenge(&reader, .sha256))
        case 11 where isInSASL: self = .saslContinue(Array(reader.rest()))
        case 11:
            let salt = Array(try reader.take(PasswordChallenge.saltDigits))
            self = .md5OverSHA256(saltDigits: salt, md5Salt: Array(try reader.take(4)))
        case 12: self = .saslFinal(Array(reader.rest()))
        case 13: self = .challenge(try PasswordChallenge(&reader, .sm3))
        default: self = .other(code: code)
        }
    }

    /// Code 10 is followed by a number below 256 from openGauss, whose first byte is zero, and by a mechanism's name from PostgreSQL.
    private static func namesMechanisms(_ body: [UInt8]) -> Bool {
        body.count > 4 && body[4] != 0
    }

    private static func sasl(_ reader: inout BodyReader) throws(WireFailure) -> AuthenticationRequest {
        var mechanisms: [String] = []
        while reader.remaining > 1 { mechanisms.append(OneLine.of(try reader.text())) }
        return .sasl(mechanisms: mechanisms)
    }
}
