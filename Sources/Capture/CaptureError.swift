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
    /// The slot is of another plugin or database.
    case slotOfAnotherKind(slot: String, reason: String)
    case unsupportedEncoding(String)

    package var description: String {
        switch self {
        case .source(let error): error.description
        case .spool(let error): error.description
        case .decoding(let error): error.description
        case .slotAhead(let slot, let confirmed, let spool, let directory):
            "the slot \(slot) stands at \(confirmed) but the spool \(directory) ends at \(spool), so what lies between is lost to this"
                + " spool: it was acknowledged elsewhere, or the slot was made anew; compare both databases, then begin with an empty spool"
        case .slotOfAnotherKind(let slot, let reason):
            "the slot \(slot) cannot be used: \(reason); mend slot.name, or drop and create the slot"
        case .unsupportedEncoding(let encoding):
            "the source's database is encoded in \(encoding), and this version reads UTF8 only: nothing was captured"
        }
    }
}
