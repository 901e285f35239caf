package import ChangeModel

/// What was done to the end of a spool that a crash had left open; for the log.
package struct SpoolRecovery: Equatable, Sendable, CustomStringConvertible {
    package let segment: SegmentFileName
    /// Where the spool ends now.
    package let end: LSN
    /// Bytes of a transaction without its commit that were cut: it comes again from the source.
    package let unfinishedBytes: UInt64
    /// Where the bytes of a torn write were saved before they were cut.
    package let tornTailFile: String?

    package var description: String {
        var text = "the segment \(segment.text) was left open by a crash; it is whole up to \(end)"
        if unfinishedBytes > 0 {
            text += "; \(unfinishedBytes) bytes of an unfinished transaction were cut and come again"
        }
        if let tornTailFile { text += "; a torn write was cut and saved as \(tornTailFile)" }
        return text
    }
}
