/// How keepalives and status messages are laid out: by PostgreSQL's protocol, or as openGauss's own structs in memory.
package enum WireLayout: Sendable {
    /// Big-endian, without gaps.
    case postgreSQL
    /// Little-endian, with the gaps that a C compiler leaves.
    case openGauss

    /// Logical decoding came to PostgreSQL with 9.4: what streams and calls itself older is of openGauss's family.
    init(serverVersion: Int, versionText: String) {
        self = serverVersion < 90_400 || versionText.contains("openGauss") ? .openGauss : .postgreSQL
    }

    /// `k`, the letter counted.
    package var keepaliveBytes: Int {
        switch self {
        case .postgreSQL: 18
        case .openGauss: 33
        }
    }

    /// Where a keepalive says whether it wants a reply: behind the end of the log, in openGauss's the role and the state, and the time.
    var replyRequestedOffset: Int {
        switch self {
        case .postgreSQL: 17
        case .openGauss: 25
        }
    }
}
