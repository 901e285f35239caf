package import ChangeModel
package import MySQLClient
package import OpenGaussClient

/// Why a comparison ended before it was done. What it has found until then is noted, and the next run goes on from there.
package enum VerificationError: Error, Sendable, CustomStringConvertible {
    case source(SourceError)
    case target(MySQLError)
    /// A file could not be read or written.
    case file(path: String, doing: String, reason: String)
    /// A state file that is not one, or one of another comparison.
    case state(path: String, reason: String)
    /// The target cannot join the values of a row, because they are longer than its largest packet.
    case rowTooLarge(table: TableName)
    /// Nobody may take it for equality.
    case nothingToCompare
    /// It was asked to stop.
    case stopped

    package var description: String {
        switch self {
        case .source(let error):
            "\(error.description); start again, and the comparison goes on where it was"
        case .target(let error):
            "the target could not \(error.operation): \(error.message) (error \(error.code)); mend that and start again, and the"
                + " comparison goes on where it was"
        case .file(let path, let doing, let reason):
            "\(doing) \(path) failed: \(reason); mend that and start again"
        case .state(let path, let reason):
            "the state file \(path) \(reason); begin anew with --fresh, or name another file with --state"
        case .rowTooLarge(let table):
            "a row of \(table) is larger than the max_allowed_packet of one of the servers lets it be hashed; raise that on the target and start"
                + " again, or leave the table out with --tables"
        case .nothingToCompare:
            "the source has no table that is to be compared, so that nothing was: mend --tables, or mapping.include and mapping.exclude"
        case .stopped:
            "stopped before all tables were compared; start again, and the comparison goes on where it was"
        }
    }
}
