/// How much TLS the connection to the source asks for, in libpq's words.
package enum SSLMode: String, Sendable, CaseIterable {
    case disable
    case prefer
    case require
    case verifyCA = "verify-ca"
    case verifyFull = "verify-full"
}
