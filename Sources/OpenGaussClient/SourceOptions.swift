/// How to reach the source. Passwords stand here in clear and nowhere else in this room; they are never part of a message.
package struct SourceOptions: Sendable {
    /// Tried in order; a host that begins with `/` is the folder of a Unix socket.
    package var hosts: [String]
    package var port: UInt16
    package var user: String
    package var password: String
    package var database: String
    /// Which of the hosts is wanted.
    package var role = SourceRole.any
    /// libpq's `sslmode`, `sslrootcert`, `sslcert` and `sslkey`.
    package var sslMode: String
    package var sslRootCertificate: String?
    package var sslCertificate: String?
    package var sslKey: String?
    /// How long each address of each host may take to let us in.
    package var connectTimeoutSeconds: Int
    package var applicationName = "reverse-migration"
    /// Values are spelled as the spool wants them; without it as the database's own settings say.
    package var hasSessionOptions = true

    /// What the session must look like for values to be spelled as the spool wants them.
    static let sessionOptions = [
        "datestyle=ISO", "timezone=UTC", "intervalstyle=postgres", "bytea_output=hex", "extra_float_digits=3",
    ]

    package init(
        hosts: [String],
        port: UInt16,
        user: String,
        password: String,
        database: String,
        sslMode: String = "prefer",
        sslRootCertificate: String? = nil,
        connectTimeoutSeconds: Int = 10
    ) {
        self.hosts = hosts
        self.port = port
        self.user = user
        self.password = password
        self.database = database
        self.sslMode = sslMode
        self.sslRootCertificate = sslRootCertificate
        self.connectTimeoutSeconds = connectTimeoutSeconds
    }

    /// What the startup message says.
    func startupParameters(replication: Bool) -> [(name: String, value: String)] {
        var parameters = [
            ("user", user), ("database", database), ("application_name", applicationName), ("client_encoding", "UTF8"),
        ]
        if hasSessionOptions {
            parameters.append(("options", Self.sessionOptions.map { "-c " + $0 }.joined(separator: " ")))
        }
        if replication { parameters.append(("replication", "database")) }
        return parameters
    }
}
