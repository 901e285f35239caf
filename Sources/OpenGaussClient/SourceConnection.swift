/// One connection to the source, for SQL and replication commands alike. To be used from one thread at a time.
package final class SourceConnection {
    package let options: SourceOptions
    /// Where the server is that let us in; the port is one higher where it takes replication there.
    package let host: String
    package let port: UInt16
    /// The server's process that serves this connection, 0 where it does not say.
    package let backendProcess: Int32
    var channel: MessageChannel
    private var parameters: [String: String]
    private var notices: [String]
    private var layout: WireLayout?
    /// What is left of the conversation after a failure cannot be understood any more.
    private var isOver = false

    /// Connects. With `replication` the connection also understands the commands of the streaming protocol.
    package init(_ options: SourceOptions, replication: Bool) throws(SourceError) {
        let session = try Dialer(options: options, replication: replication).dial()
        self.options = options
        host = session.host
        port = session.port
        backendProcess = session.login.backendProcess
        parameters = session.login.parameters
        notices = session.login.notices
        channel = session.channel
    }

    deinit {
        if !isOver { channel.close() }
    }

    /// The server's version as a number: 150018, or 90204 for openGauss; 0 where it cannot be read.
    package var serverVersion: Int {
        Self.number(parameter("server_version") ?? "")
    }

    /// From PostgreSQL 10 on a version has two parts, before three.
    static func number(_ text: String) -> Int {
        let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let parts = digits.split(separator: ".").map { min(Int($0) ?? 0, 9_999) } + [0, 0, 0]
        return parts[0] >= 10 ? parts[0] * 10_000 + parts[1] : (parts[0] * 100 + parts[1]) * 100 + parts[2]
    }

    /// A setting that the server reports, as it stands now.
    package func parameter(_ name: String) -> String? {
        parameters[name]
    }

    /// What the server remarked since the last call, a line each.
    package func takeNotices() -> [String] {
        defer { notices = [] }
        return notices
    }

    func setParameter(_ name: String, _ value: String) {
        parameters[name] = value
    }

    func note(_ line: String) {
        if notices.count < WireLimits.notices { notices.append(line) }
    }

    /// Nothing more can be done with the connection.
    func giveUp() {
        isOver = true
    }

    /// How the server lays out the messages of a stream; asks it where its version alone does not tell.
    package func wireLayout() throws(SourceError) -> WireLayout {
        if let layout { return layout }
        let isOld = serverVersion < 90_400
        let text = isOld ? "" : try query("SELECT version() AS version", to: "say its version").first("version") ?? ""
        let found = WireLayout(serverVersion: serverVersion, versionText: text)
        layout = found
        return found
    }

    /// Runs one command and returns its rows; `operation` says for people what it is for. After a time that is over the connection is, too.
    @discardableResult
    package func query(
        _ sql: String,
        to operation: String,
        timeoutMilliseconds: Int? = nil
    ) throws(SourceError) -> QueryResult {
        try requireUsable(operation)
        let deadline = timeoutMilliseconds.map { Deadline(milliseconds: $0) } ?? .never
        var exchange = QueryExchange()
        do throws(WireFailure) {
            try exchange.run(sql, on: &channel, deadline)
        } catch {
            isOver = true
            throw error.during(operation)
        }
        for line in exchange.notices { note(line) }
        for (name, value) in exchange.changedParameters { parameters[name] = value }
        isOver = exchange.isConnectionOver
        if let failure = exchange.failure { throw failure.during(operation) }
        return exchange.result
    }

    func requireUsable(_ operation: String) throws(SourceError) {
        guard !isOver else {
            throw SourceError(.connectionLost, operation: operation, message: "the connection ended before")
        }
    }
}
