package import ChangeModel
internal import Glibc

/// Everything that can go wrong with a spool, each one sentence with the file, the place and what to do.
package enum SpoolError: Error, Equatable, Sendable {
    /// A system call failed for a reason that is none of the others.
    case system(operation: String, path: String, errorNumber: Int32)
    /// The disk, or a quota on it, is full.
    case diskFull(path: String)
    /// The spool has grown to the size that the user allowed it.
    case limitReached(directory: String, limitBytes: UInt64)
    /// Another process writes this spool.
    case locked(directory: String, holder: String)
    /// Bytes that the format does not allow.
    case corrupt(path: String, offset: UInt64, reason: String)
    /// A segment that should be there is not.
    case gap(directory: String, after: LSN, next: LSN)
    /// The reader stands before everything that the spool still holds.
    case startsTooLate(directory: String, first: LSN, wanted: LSN)
    /// The spool was written from another source, database or slot.
    case otherSource(directory: String, spool: String, configured: String)
    /// There is no such directory, or nothing in it.
    case empty(directory: String)
}

extension SpoolError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .system(let operation, let path, let errorNumber):
            "\(operation) \(path) failed: \(SystemMessage.text(errorNumber)); mend that and start again"
        case .diskFull(let path):
            "the disk is full, so \(path) cannot grow; nothing is lost and the source keeps what is not spooled yet: make room,"
                + " and it goes on by itself"
        case .limitReached(let directory, let limitBytes):
            "the spool \(directory) has reached spool.size_limit_megabytes (\(limitBytes >> 20) MB); nothing is lost and the source"
                + " keeps what is not spooled yet: move away segments that are replayed and it goes on by itself, or raise the limit and"
                + " start capture again"
        case .locked(let directory, let holder):
            "the spool \(directory) is being written by another capture (process \(holder)); stop that one or name another spool"
        case .corrupt(let path, let offset, let reason):
            "\(path) is corrupt at byte \(offset): \(reason); nothing from there on was used: restore the file from a copy"
        case .gap(let directory, let after, let next):
            "the spool \(directory) misses what lies between \(after) and \(next): put back the missing segment"
                + " \(SegmentFileName(start: after, state: .sealed).text)"
        case .startsTooLate(let directory, let first, let wanted):
            "the spool \(directory) begins at \(first) but the target stands at \(wanted): put back the segments in between"
        case .otherSource(let directory, let spool, let configured):
            "the spool \(directory) was written from \(spool), not from \(configured): name another spool.directory or mend og_conn and slot"
        case .empty(let directory):
            "the spool \(directory) is not there or holds no segment: start capture, or name the right spool.directory"
        }
    }

    /// Whether waiting for room can mend it.
    package var isLackOfRoom: Bool {
        switch self {
        case .diskFull, .limitReached: true
        default: false
        }
    }

    /// Whether the spool is just not there yet.
    package var isAbsence: Bool {
        switch self {
        case .empty: true
        case .system(_, _, let errorNumber): errorNumber == ENOENT
        // The header of the very first segment is being written.
        case .corrupt(let path, 0, _): path.hasSuffix("." + SegmentFileName.State.open.rawValue)
        default: false
        }
    }
}
