internal import CMySQL

/// Owns one `MYSQL`: opened in `init`, closed when it goes.
struct ConnectionHandle: ~Copyable {
    let pointer: UnsafeMutablePointer<MYSQL>
    /// What the server is given when it asks for a file. It never is a file.
    let infile = LocalInfile()

    init(options: MySQLOptions) throws(MySQLError) {
        ClientLibrary.enter()
        let operation = "connect to \(options)"
        guard let pointer = mysql_init(nil) else {
            throw MySQLError(
                code: ClientErrorCode.outOfMemory,
                sqlState: "HY001",
                operation: operation,
                serverMessage: "the client library is out of memory"
            )
        }
        Self.configure(pointer, options)
        infile.answerRequests(of: pointer)
        guard Self.connect(pointer, options) else {
            // A failed init runs no deinit: take the reason out first, then close by hand.
            let failure = MySQLError(connection: pointer, operation: operation)
            mysql_close(pointer)
            throw failure
        }
        self.pointer = pointer
    }

    deinit {
        ClientLibrary.enter()
        mysql_close(pointer)
    }

    /// Automatic reconnection stays off (the default of both libraries): a new session would silently lose the open
    /// transaction, the prepared statements and the session's settings.
    private static func configure(_ pointer: UnsafeMutablePointer<MYSQL>, _ options: MySQLOptions) {
        set(pointer, MYSQL_OPT_CONNECT_TIMEOUT, options.connectTimeoutSeconds)
        set(pointer, MYSQL_OPT_READ_TIMEOUT, options.readTimeoutSeconds)
        set(pointer, MYSQL_OPT_WRITE_TIMEOUT, options.readTimeoutSeconds)
        // With it on, a server may ask for any file at any time; that none is read is the work of `LocalInfile`.
        set(pointer, MYSQL_OPT_LOCAL_INFILE, options.allowsLocalInfile ? 1 : 0)
        // Left alone, the libraries take `localhost` for a socket and ignore the port, which JDBC users do not expect.
        let transport = options.usesUnixSocket ? MYSQL_PROTOCOL_SOCKET : MYSQL_PROTOCOL_TCP
        set(pointer, MYSQL_OPT_PROTOCOL, UInt32(transport.rawValue))
        mysql_options(pointer, MYSQL_SET_CHARSET_NAME, "utf8mb4")
    }

    private static func set(_ pointer: UnsafeMutablePointer<MYSQL>, _ option: mysql_option, _ value: UInt32) {
        withUnsafePointer(to: value) { _ = mysql_options(pointer, option, $0) }
    }

    /// Found-rows semantics: an UPDATE reports the rows it found, so that one that changes nothing is no missing row.
    /// Multi-statements are asked for only where the options say so: elsewhere one call can only ever run one statement.
    private static func connect(_ pointer: UnsafeMutablePointer<MYSQL>, _ options: MySQLOptions) -> Bool {
        let connected = mysql_real_connect(
            pointer,
            options.usesUnixSocket ? nil : options.host,
            options.user,
            options.password,
            options.database,
            UInt32(options.port),
            options.usesUnixSocket ? options.host : nil,
            UInt(CLIENT_FOUND_ROWS) | (options.allowsStatementBatches ? UInt(CLIENT_MULTI_STATEMENTS) : 0)
        )
        return connected != nil
    }
}
