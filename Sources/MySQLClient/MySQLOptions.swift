/// Where the target is and who we are there.
package struct MySQLOptions: Sendable, CustomStringConvertible {
    /// A name, an address, or the path of a Unix socket when it begins with `/`.
    package var host: String
    package var port: UInt16
    package var user: String
    package var password: String
    package var database: String?
    package var connectTimeoutSeconds: UInt32
    /// How long one answer may take. It must outlast innodb_lock_wait_timeout, or a lock wait looks like a dead server.
    package var readTimeoutSeconds: UInt32
    /// Lets `executeBatch` send several statements in one packet. On such a connection `execute` and `query` would run
    /// more than one, too: they are for statements of our own making only.
    package var allowsStatementBatches: Bool
    /// Lets `loadData` hand rows to the server. No file is ever read for it, whatever the server asks for.
    package var allowsLocalInfile: Bool

    package init(
        host: String,
        port: UInt16 = 3306,
        user: String,
        password: String,
        database: String? = nil,
        connectTimeoutSeconds: UInt32 = 10,
        readTimeoutSeconds: UInt32 = 600,
        allowsStatementBatches: Bool = false,
        allowsLocalInfile: Bool = false
    ) {
        self.host = host
        self.port = port
        self.user = user
        self.password = password
        self.database = database
        self.connectTimeoutSeconds = connectTimeoutSeconds
        self.readTimeoutSeconds = readTimeoutSeconds
        self.allowsStatementBatches = allowsStatementBatches
        self.allowsLocalInfile = allowsLocalInfile
    }

    /// The place as error messages name it.
    package var endpoint: String {
        usesUnixSocket ? host : "\(host):\(port)"
    }

    /// Written by hand, so that interpolating the options can never print the password.
    package var description: String {
        "\(endpoint) as \(user)" + (database.map { ", database \($0)" } ?? "")
    }

    var usesUnixSocket: Bool { host.hasPrefix("/") }
}
