internal import ChangeModel

/// Decides where a session begins: where the spool ends, and in a new spool where the slot stands or `slot.waitLSN` says.
enum FirstPosition {
    /// `spoolEnd` is nil for a new spool. What lies between slot and `wanted` is skipped by the operator's wish; a spool never gets a gap.
    static func choose(
        spoolEnd: LSN?,
        confirmed: LSN?,
        wanted: LSN,
        logEnd: LSN,
        directory: String
    ) throws(CaptureError) -> LSN {
        if let spoolEnd {
            guard spoolEnd <= logEnd else { throw .spoolAhead(spool: spoolEnd, log: logEnd, directory: directory) }
            guard wanted <= spoolEnd else {
                throw .firstPosition(
                    wanted,
                    reason: "the spool \(directory) ends at \(spoolEnd), and what lies between would be missing in it"
                )
            }
            return spoolEnd
        }
        // A server takes a position from the future, and then skips what commits before it without a word.
        guard wanted <= logEnd else {
            throw .firstPosition(wanted, reason: "the source's log ends at \(logEnd)")
        }
        return max(confirmed ?? .zero, wanted)
    }
}
