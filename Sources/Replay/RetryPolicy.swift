internal import MySQLClient

/// What to do about a server's error: a switch over classes, nothing else.
///
/// A retry drops the connection, asks the target how far it is, and goes on from there: so it is the same after a deadlock, where nothing
/// was applied, and after a commit whose answer was lost.
enum RetryPolicy {
    enum Decision: Equatable {
        case retry
        case stop
    }

    static func decision(for error: MySQLError, hasBeenConnected: Bool) -> Decision {
        switch error.errorClass {
        case .deadlock, .lockWaitTimeout, .interrupted: .retry
        // A target that never answered is more likely a wrong address than a bad moment.
        case .connectionLost, .serverStarting, .tooManyConnections: hasBeenConnected ? .retry : .stop
        case .diskFull: .retry
        case .serverReadOnly, .accessDenied, .duplicateKey, .foreignKey, .dataRefused, .schemaMismatch, .packetTooLarge,
            .other:
            .stop
        }
    }

    /// Whether the connection lives and the same group can be tried on it again.
    static func isForTheGroup(_ error: MySQLError) -> Bool {
        switch error.errorClass {
        case .deadlock, .lockWaitTimeout, .interrupted, .diskFull: true
        default: false
        }
    }
}
