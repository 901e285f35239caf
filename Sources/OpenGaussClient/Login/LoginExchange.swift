/// The conversation from the startup message to the first ReadyForQuery, as a value: takes the server's messages, says what to answer.
struct LoginExchange {
    enum Step: Equatable {
        case goOn
        case answer([UInt8])
        case ready
    }

    /// What the server let us know of the session.
    private(set) var parameters: [String: String] = [:]
    /// The server's process that serves us, 0 where it does not say.
    private(set) var backendProcess: Int32 = 0
    private(set) var notices: [String] = []
    /// The server refused before it asked for anything: another version of the protocol or another transport may please it.
    private(set) var isRefusedAtOnce = false

    private let user: String
    private let password: String
    /// Nobody but the right server can read what we send.
    private let isPrivate: Bool
    private var state = State.greeted
    private var messageCount = 0

    private enum State {
        case greeted
        case answered
        case inSASL(SCRAM, isProved: Bool)
        case accepted
    }

    init(user: String, password: String, isPrivate: Bool) {
        self.user = user
        self.password = password
        self.isPrivate = isPrivate
    }

    mutating func take(_ message: BackendMessage) throws(WireFailure) -> Step {
        messageCount += 1
        guard messageCount <= WireLimits.loginMessages else { throw .violation("its login does not end") }
        switch (message.letter, state) {
        case ("E", _): throw try refusal(message.body)
        case ("N", _): note(try ServerReport(message.body))
        case ("v", .greeted): break  // It speaks another 3.x, which for what is used here is the same.
        case ("R", .greeted), ("R", .answered), ("R", .inSASL): return try authenticate(message.body)
        case ("S", .accepted): try takeParameter(message.body)
        case ("K", .accepted): try takeBackendKey(message.body)
        case ("Z", .accepted): return .ready
        default: throw message.unexpected("in the middle of the login")
        }
        return .goOn
    }

    private mutating func note(_ report: ServerReport) {
        if notices.count < WireLimits.notices { notices.append(report.line) }
    }

    private mutating func takeParameter(_ body: [UInt8]) throws(WireFailure) {
        var reader = BodyReader(body)
        let name = try reader.text()
        parameters[name] = try reader.text()
    }

    private mutating func takeBackendKey(_ body: [UInt8]) throws(WireFailure) {
        var reader = BodyReader(body)
        backendProcess = try reader.int32()
    }

    private mutating func refusal(_ body: [UInt8]) throws(WireFailure) -> WireFailure {
        if case .greeted = state { isRefusedAtOnce = true }
        let report = try ServerReport(body)
        return WireFailure(Self.kind(report.sqlState), sqlState: report.sqlState, report.message)
    }

    /// A server that starts, stops or is full lets us in later.
    private static func kind(_ sqlState: String) -> SourceError.Kind {
        let kind = SourceError.kind(ofSQLState: sqlState)
        let passes = ["08", "53", "57", "58", "XX"].contains(String(sqlState.prefix(2)))
        return passes && kind != .accessDenied ? .unreachable : kind
    }

    private mutating func authenticate(_ body: [UInt8]) throws(WireFailure) -> Step {
        if case .inSASL(let scram, let isProved) = state {
            return try authenticate(AuthenticationRequest(body, isInSASL: true), scram, isProved)
        }
        let request = try AuthenticationRequest(body, isInSASL: false)
        if request == .accepted {
            state = .accepted
            return .goOn
        }
        guard case .greeted = state else { throw .violation("it asks for a second password") }
        if password.isEmpty { throw WireFailure(.accessDenied, "it asks for a password and none is given") }
        let answer = try answer(request)
        return .answer(answer)
    }

    private mutating func answer(_ request: AuthenticationRequest) throws(WireFailure) -> [UInt8] {
        state = .answered
        switch request {
        case .cleartext:
            guard isPrivate else { throw LoginRefusal.cleartext }
            return FrontendMessage.password(Array(password.utf8))
        case .md5(let salt):
            return FrontendMessage.password(try LoginAnswer.md5(user: user, password: password, salt: salt))
        case .challenge(let challenge):
            return FrontendMessage.password(try LoginAnswer.challenge(challenge, password: password))
        case .md5OverSHA256(let saltDigits, let md5Salt):
            let answer = try LoginAnswer.md5OverSHA256(password: password, saltDigits: saltDigits, md5Salt: md5Salt)
            return FrontendMessage.password(answer)
        case .sasl(let mechanisms):
            guard mechanisms.contains(SCRAM.mechanism) else { throw LoginRefusal.mechanisms(mechanisms) }
            let scram = SCRAM(password: password, nonce: try SCRAM.freshNonce())
            state = .inSASL(scram, isProved: false)
            return FrontendMessage.saslInitial(mechanism: SCRAM.mechanism, scram.first)
        case .other(let code): throw LoginRefusal.method(code)
        case .accepted, .saslContinue, .saslFinal: throw .violation("its login goes on where none has begun")
        }
    }

    /// Inside SASL a server is believed only when it has proved that it knows the password.
    private mutating func authenticate(
        _ request: AuthenticationRequest,
        _ scram: SCRAM,
        _ isProved: Bool
    ) throws(WireFailure) -> Step {
        switch request {
        case .saslContinue(let message):
            var scram = scram
            let answer = try scram.answer(message)
            state = .inSASL(scram, isProved: false)
            return .answer(FrontendMessage.saslContinued(answer))
        case .saslFinal(let message):
            try scram.verify(message)
            state = .inSASL(scram, isProved: true)
        case .accepted where isProved: state = .accepted
        default: throw .violation("its SCRAM-SHA-256 login is not in order")
        }
        return .goOn
    }
}
