/// How to reach openGauss: section `og_conn`.
package struct SourceSettings: Sendable, Equatable {
    /// In the order in which they are tried.
    package var hosts: [String] = []
    package var port: UInt16 = 5432
    package var user = ""
    package var password = Secret()
    package var database = ""
    package var charset = "UTF8"
    package var sslmode = SSLMode.prefer
    package var sslrootcert: String?
    package var sslcert: String?
    package var sslkey: String?
    package var connectTimeoutSeconds = 10

    package init() {}
}
