/// What went wrong between here and the source, with the server's words.
package struct SourceError: Error, Equatable, Sendable, CustomStringConvertible {
    package enum Kind: Sendable {
        /// No server answers, or not yet: waiting may mend it.
        case unreachable
        /// The connection ended under way.
        case connectionLost
        /// User, password, database or a right: waiting does not mend it.
        case accessDenied
        /// TLS as wanted cannot be had: a certificate, a key file, a server without it. Waiting does not mend it.
        case untrusted
        /// The server did not answer within the time that was given.
        case timedOut
        case slotMissing
        /// Another process streams from the slot; after a crash its server side may live on for a moment.
        case slotInUse
        /// The server answered a command with another error.
        case refused
        /// The server said what no server of this kind says.
        case protocolViolation
    }

    package let kind: Kind
    /// What was being done: `connect to 127.0.0.1:5432 as migrator`.
    package let operation: String
    /// Five characters, empty where the server gave none.
    package let sqlState: String
    package let message: String

    package init(_ kind: Kind, operation: String, sqlState: String = "", message: String) {
        self.kind = kind
        self.operation = operation
        self.sqlState = sqlState
        self.message = message
    }

    /// Whether trying again later can mend it.
    package var isPassing: Bool {
        switch kind {
        case .unreachable, .connectionLost, .timedOut, .slotInUse: true
        case .accessDenied, .untrusted, .slotMissing, .refused, .protocolViolation: false
        }
    }

    package var description: String {
        let state = sqlState.isEmpty ? "" : " (SQLSTATE \(sqlState))"
        return "the source could not \(operation): \(message)\(state)\(advice)"
    }

    private var advice: String {
        switch kind {
        case .unreachable: "; see that it runs and that og_conn names its host and port"
        case .connectionLost: "; what was not acknowledged comes again"
        case .accessDenied: "; mend user, password and database in og_conn, and pg_hba.conf on the server"
        case .slotMissing: "; make it with `reverse-migration create`, or mend slot.name"
        case .slotInUse: "; stop the other process that reads it"
        case .untrusted, .timedOut, .refused, .protocolViolation: ""
        }
    }

    /// Classes of SQLSTATE: PostgreSQL's appendix A; what openGauss answers is in its recordings.
    static func kind(ofSQLState state: String) -> Kind {
        switch state {
        case "57P01", "57P02", "57P03", "57P05", "08000", "08003", "08006", "53300": .connectionLost
        case "28000", "28P01", "3D000", "42501": .accessDenied
        case "42704", "DB010": .slotMissing
        case "55006": .slotInUse
        default: .refused
        }
    }
}
