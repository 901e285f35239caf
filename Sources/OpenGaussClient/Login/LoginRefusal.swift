/// Demands that are not met, each with the line of pg_hba.conf that avoids it.
enum LoginRefusal {
    private static let remedy = "set the method sha256 (md5 on PostgreSQL) for this user and address in its pg_hba.conf"

    static let cleartext = WireFailure(
        .accessDenied,
        "it asks for the password in clear, which is sent only within this host or over TLS with sslmode verify-ca or verify-full;"
            + " use one of these, or \(remedy)"
    )

    static func mechanisms(_ names: [String]) -> WireFailure {
        WireFailure(
            .accessDenied,
            "it offers only the logins \(names.joined(separator: ", ")), unknown here; \(remedy)"
        )
    }

    static func method(_ code: Int32) -> WireFailure {
        WireFailure(.accessDenied, "it asks for \(name(code)), which is not spoken here; \(remedy)")
    }

    private static func name(_ code: Int32) -> String {
        switch code {
        case 2: "Kerberos V5"
        case 6: "an SCM credential"
        case 7, 8: "GSSAPI"
        case 9: "SSPI"
        default: "a login of the unknown kind \(code)"
        }
    }
}
