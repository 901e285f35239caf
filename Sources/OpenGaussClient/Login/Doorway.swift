/// One address of one host: tries the ways to get in there, with and without TLS, with the new and the old protocol.
struct Doorway {
    let dialer: Dialer
    let host: String
    let port: UInt16
    let address: PeerAddress

    /// What the last attempt had come to when it failed.
    private var isEncrypted = false
    private var isRefusedAtOnce = false

    private var options: SourceOptions { dialer.options }

    init(dialer: Dialer, host: String, port: UInt16, address: PeerAddress) {
        self.dialer = dialer
        self.host = host
        self.port = port
        self.address = address
    }

    mutating func enter() throws(WireFailure) -> SourceSession {
        let mode = try TLSMode(options.sslMode)
        let ways = mode.ways
        for way in ways.dropLast() {
            do throws(WireFailure) {
                return try enter(mode, way)
            } catch {
                guard mayPleaseOtherwise(error, way) else { throw error }
            }
        }
        return try enter(mode, ways[ways.count - 1])
    }

    /// TLS that cannot be agreed on, or a line of pg_hba.conf that wants it, or does not.
    private func mayPleaseOtherwise(_ failure: WireFailure, _ way: TLSMode.Way) -> Bool {
        failure.kind == .untrusted || failure.sqlState == "28000" && (way == .clear || isEncrypted)
    }

    private mutating func enter(_ mode: TLSMode, _ way: TLSMode.Way) throws(WireFailure) -> SourceSession {
        let deadline = Deadline(milliseconds: max(1, options.connectTimeoutSeconds) * 1_000)
        do throws(WireFailure) {
            // openGauss names its iteration count to a client that says 3.51.
            return try logIn(mode, way, minorVersion: 51, deadline)
        } catch {
            guard isRefusedAtOnce, error.sqlState == "0A000" else { throw Self.atTheDoor(error) }
        }
        do throws(WireFailure) {
            return try logIn(mode, way, minorVersion: 0, deadline)
        } catch {
            throw Self.atTheDoor(error)
        }
    }

    /// Nothing was begun, so that nothing is lost: the server is not reached.
    private static func atTheDoor(_ failure: WireFailure) -> WireFailure {
        switch failure.kind {
        case .connectionLost, .timedOut: WireFailure(.unreachable, sqlState: failure.sqlState, failure.message)
        default: failure
        }
    }

    private mutating func logIn(
        _ mode: TLSMode,
        _ way: TLSMode.Way,
        minorVersion: UInt8,
        _ deadline: Deadline
    ) throws(WireFailure) -> SourceSession {
        isEncrypted = false
        isRefusedAtOnce = false
        var channel = try Negotiation(options: options, host: host, mode: mode).open(address, way, deadline)
        isEncrypted = channel.isEncrypted
        var login = LoginExchange(
            user: options.user,
            password: options.password,
            isPrivate: address.isLocal || isEncrypted && mode.isVerified
        )
        let parameters = options.startupParameters(replication: dialer.replication)
        try channel.send(FrontendMessage.startup(minorVersion: minorVersion, parameters), deadline)
        do throws(WireFailure) {
            try converse(&channel, &login, deadline)
        } catch {
            isRefusedAtOnce = login.isRefusedAtOnce
            throw error
        }
        try requireRole(&channel, deadline)
        return SourceSession(channel: channel, login: login, host: host, port: port)
    }

    private func converse(
        _ channel: inout MessageChannel,
        _ login: inout LoginExchange,
        _ deadline: Deadline
    ) throws(WireFailure) {
        while true {
            let message = try channel.next(bodyLimitBytes: WireLimits.loginMessageBytes, deadline)
            switch try login.take(message) {
            case .goOn: continue
            case .answer(let answer): try channel.send(answer, deadline)
            case .ready: return
            }
        }
    }

    /// A server that cannot tell is taken for the one that is wanted.
    private func requireRole(_ channel: inout MessageChannel, _ deadline: Deadline) throws(WireFailure) {
        guard options.role != .any else { return }
        var exchange = QueryExchange()
        try exchange.run("SELECT pg_is_in_recovery() AS standby", on: &channel, deadline)
        if exchange.isConnectionOver, let failure = exchange.failure { throw failure }
        guard let isStandby = exchange.result.first("standby").map(QueryResult.isTrue) else { return }
        guard isStandby == (options.role == .standby) else {
            throw WireFailure(.unreachable, "it is \(options.role.opposite)")
        }
    }
}
