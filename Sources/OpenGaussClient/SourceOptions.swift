/// How to reach the source. Passwords stand here in clear and nowhere else in this room; they are never part of a message.
package struct SourceOptions: Sendable {
    package var host: String
    package var port: UInt16
    package var user: String
    package var password: String
    package var database: String
    /// libpq's `sslmode`.
    package var sslMode: String
    package var sslRootCertificate: String?
    package var connectTimeoutSeconds: Int

    package init(
        host: String,
        port: UInt16,
        user: String,
        password: String,
        database: String,
        sslMode: String = "prefer",
        sslRootCertificate: String? = nil,
        connectTimeoutSeconds: Int = 10
    ) {
        self.host = host
        self.port = port
        self.user = user
        self.password = password
        self.database = database
        self.sslMode = sslMode
        self.sslRootCertificate = sslRootCertificate
        self.connectTimeoutSeconds = connectTimeoutSeconds
    }
}
