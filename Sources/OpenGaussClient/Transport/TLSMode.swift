/// How much TLS is wanted and how much it must prove: libpq's `sslmode`, with its words and its meaning.
enum TLSMode: String, CaseIterable {
    case disable, allow, prefer, require
    case verifyCA = "verify-ca"
    case verifyFull = "verify-full"

    /// The ways to try in order: TLS as the server offers it, or in the clear.
    enum Way {
        case clear
        /// In the clear where the server has none.
        case offered
        case demanded
    }

    var ways: [Way] {
        switch self {
        case .disable: [.clear]
        case .allow: [.clear, .offered]
        case .prefer: [.offered, .clear]
        case .require, .verifyCA, .verifyFull: [.demanded]
        }
    }

    /// The server's certificate must come from an authority that we trust.
    var isVerified: Bool { self == .verifyCA || self == .verifyFull }

    init(_ name: String) throws(WireFailure) {
        guard let mode = TLSMode(rawValue: name) else {
            let known = Self.allCases.map(\.rawValue).joined(separator: ", ")
            throw WireFailure(.untrusted, "there is no sslmode \(name); there are \(known)")
        }
        self = mode
    }
}
