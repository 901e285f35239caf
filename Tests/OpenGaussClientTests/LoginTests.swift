internal import Testing

@testable import OpenGaussClient

/// What servers may ask for at a login, beyond what was recorded.
struct LoginTests {
    private func step(_ code: UInt8, _ rest: [UInt8] = [], isPrivate: Bool = false) throws(WireFailure)
        -> LoginExchange.Step
    {
        var login = LoginExchange(user: "user", password: "pencil", isPrivate: isPrivate)
        return try login.take(BackendMessage("R", [0, 0, 0, code] + rest))
    }

    private func failure(_ code: UInt8, _ rest: [UInt8] = [], isPrivate: Bool = false) -> WireFailure? {
        do throws(WireFailure) {
            _ = try step(code, rest, isPrivate: isPrivate)
            return nil
        } catch {
            return error
        }
    }

    @Test func `a password in clear is sent only where nobody else can read it`() throws {
        #expect(try step(3, isPrivate: true) == .answer(FrontendMessage.password(Array("pencil".utf8))))
        let refusal = try #require(failure(3))
        #expect(refusal.kind == .accessDenied)
        #expect(refusal.message.contains("verify-full") && refusal.message.contains("pg_hba.conf"))
    }

    @Test(arguments: [(UInt8(7), "GSSAPI"), (9, "SSPI"), (2, "Kerberos V5"), (99, "unknown kind 99")])
    func `a login that is not spoken says what to change`(code: UInt8, name: String) throws {
        let refusal = try #require(failure(code))
        #expect(refusal.kind == .accessDenied)
        #expect(refusal.message.contains(name) && refusal.message.contains("pg_hba.conf"))
    }

    @Test func `a mechanism that is not known is named`() throws {
        let refusal = try #require(failure(10, Array("OAUTHBEARER\0\0".utf8)))
        #expect(refusal.kind == .accessDenied && refusal.message.contains("OAUTHBEARER"))
    }

    private static let challenge = [0, 0, 0, 2] + [UInt8](repeating: UInt8(ascii: "a"), count: 72)

    @Test(
        arguments: [[0x7F, 0xFF, 0xFF, 0xFF], [0xFF, 0xFF, 0xFF, 0xFF], [0, 0, 0, 0], [0, 0x1E, 0x84, 0x81]]
            as [[UInt8]]
    )
    func `an iteration count that would keep us busy is refused`(count: [UInt8]) throws {
        let refusal = try #require(failure(10, Self.challenge + count))
        #expect(refusal.kind == .accessDenied && refusal.message.contains("auth_iteration_count"))
    }

    @Test func `a challenge that is cut anywhere, or has letters for digits, is a violation`() throws {
        for count in Self.challenge.indices {
            #expect(failure(10, Array(Self.challenge.prefix(count)))?.kind == .protocolViolation)
        }
        #expect(
            failure(10, [0, 0, 0, 2] + [UInt8](repeating: UInt8(ascii: "z"), count: 72))?.kind == .protocolViolation
        )
        #expect(failure(10, [0, 0, 0, 1] + Self.challenge.dropFirst(4))?.kind == .protocolViolation)
        #expect(failure(10, Self.challenge + [1, 2, 3])?.kind == .protocolViolation)
        #expect(failure(5, [1, 2, 3])?.kind == .protocolViolation)
    }

    @Test func `without a password none is sent`() {
        var login = LoginExchange(user: "user", password: "", isPrivate: true)
        #expect(throws: WireFailure(.accessDenied, "it asks for a password and none is given")) {
            try login.take(BackendMessage("R", [0, 0, 0, 5, 1, 2, 3, 4]))
        }
    }

    @Test func `a second password is not given`() throws {
        var login = LoginExchange(user: "user", password: "pencil", isPrivate: true)
        _ = try login.take(BackendMessage("R", [0, 0, 0, 3]))
        #expect(throws: WireFailure.self) { try login.take(BackendMessage("R", [0, 0, 0, 3])) }
    }

    /// The example of RFC 7677, but without the user's name, which PostgreSQL's clients leave out: so proof and verifier are others.
    @Test func `SCRAM-SHA-256 proves the password and believes only a server that does, too`() throws {
        var scram = SCRAM(password: "pencil", nonce: "rOprNGfwEbeRWgbNEkqO")
        #expect(scram.first == Array("n,,n=,r=rOprNGfwEbeRWgbNEkqO".utf8))
        let challenge = "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"
        let answer = String(decoding: try scram.answer(Array(challenge.utf8)), as: UTF8.self)
        #expect(
            answer
                == "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=qvT2SWdEH5Q06albL+hjSYuUhCG7VndFyzIb7CK4n9k="
        )
        try scram.verify(Array("v=3HO6Qt1M4MKJrmlKaoOqLAI0/0TV0HZe7J9H3MBtSOg=".utf8))
        #expect(throws: WireFailure.self) { try scram.verify(Array("v=AAAA".utf8)) }
        #expect(throws: WireFailure.self) { try scram.verify(Array("e=other-error".utf8)) }
    }

    @Test func `a SASL server that lets us in without proof is not believed`() throws {
        var login = LoginExchange(user: "user", password: "pencil", isPrivate: false)
        _ = try login.take(BackendMessage("R", [0, 0, 0, 10] + Array("SCRAM-SHA-256\0\0".utf8)))
        #expect(throws: WireFailure.self) { try login.take(BackendMessage("R", [0, 0, 0, 0])) }
    }

    @Test(arguments: [
        "", "r=", "r=x,s=AAAA,i=1", "r=NONCE+,s=?,i=1", "r=NONCE+,s=AAAA,i=0", "r=NONCE+,s=AAAA,i=99999999999",
    ])
    func `a SCRAM message that is no such is a violation`(message: String) {
        var scram = SCRAM(password: "pencil", nonce: "NONCE")
        #expect(throws: WireFailure.violation("its SCRAM-SHA-256 login cannot be understood")) {
            try scram.answer(Array(message.utf8))
        }
    }
}
