package import ChangeDecoding
package import ChangeModel
package import OpenGaussClient
package import Spool

/// Why a capture ended before it was asked to.
package enum CaptureError: Error, Sendable, CustomStringConvertible {
    case source(SourceError)
    case spool(SpoolError)
    case decoding(DecodingError)
    /// The source has forgotten transactions that the spool does not hold.
    case slotAhead(slot: String, confirmed: LSN, spool: LSN, directory: String)
    /// The source's log ends before the spool does: it is not the log that the spool was written from.
    case spoolAhead(spool: LSN, log: LSN, directory: String)
    /// The slot is of another plugin or database.
    case slotOfAnotherKind(slot: String, reason: String)
    /// `slot.waitLSN` names a position that cannot be begun at.
    case firstPosition(LSN, reason: String)
    /// A setting of the database spells values in a way that cannot be read back.
    case settingChangesText(name: String, value: String, wanted: String, database: String)
    /// A file of raw messages cannot be read or written.
    case recording(path: String, reason: String)

    package var description: String {
        switch self {
        case .source(let error): error.description
        case .spool(let error): error.description
        case .decoding(let error): error.description
        case .slotAhead(let slot, let confirmed, let spool, let directory):
            "the slot \(slot) stands at \(confirmed) but the spool \(directory) ends at \(spool), so what lies between is lost to this"
                + " spool: it was acknowledged elsewhere, or the slot was made anew; compare both databases, then begin with an empty spool"
        case .spoolAhead(let spool, let log, let directory):
            "the spool \(directory) ends at \(spool) but the source's log ends at \(log), so this is not the log that the spool was written"
                + " from: it was restored from a backup, or another server took over that lacks its end; compare both databases, then begin"
                + " with a new slot and an empty spool"
        case .slotOfAnotherKind(let slot, let reason):
            "the slot \(slot) cannot be used: \(reason); mend slot.name, or drop and create the slot"
        case .firstPosition(let position, let reason):
            "slot.waitLSN is \(position), but \(reason); mend it or set it to 0/0"
        case .settingChangesText(let name, let value, let wanted, let database):
            "the source decodes with \(name) = \(value), in which values cannot be told apart for certain; nothing was captured: run"
                + " ALTER DATABASE \(SourceQuoting.identifier(database)) SET \(name) = \(SourceQuoting.literal(wanted)) and start again"
        case .recording(let path, let reason):
            "the recording \(path) cannot be used: \(reason)"
        }
    }
}
