internal import MySQLClient

/// Why a group was not written by the fast way. Nothing of it is committed, unless the case says otherwise.
enum ApplyFailure: Error {
    /// The server, or the way to it.
    case target(MySQLError)
    /// The COMMIT failed, and whether it took effect only the target's progress can say.
    case commit(MySQLError)
    /// A row was refused, or its statement did not do what it must: looking at the rows one by one says which.
    case rows
    /// LOAD DATA did not take every row as it was sent, or the server takes no loads any more; statements may do.
    case load
    /// The progress row was not ours any more.
    case displaced
    /// The session was given up while this group waited for its turn.
    case abandoned

    init(_ error: MySQLError) {
        self = error.errorClass.isAboutTheRow ? .rows : .target(error)
    }
}

extension ErrorClass {
    /// Whether the error says something of the row rather than of the server.
    var isAboutTheRow: Bool {
        switch self {
        case .dataRefused, .duplicateKey, .foreignKey, .schemaMismatch, .packetTooLarge, .other: true
        default: false
        }
    }
}
