/// How a spool is written. Sizes in bytes.
package struct SpoolOptions: Sendable {
    /// A block is written when its content has grown to this; more compress better, fewer reach the reader sooner.
    package var blockBytes: Int
    /// A segment is sealed at the first boundary of a transaction behind this size of its file.
    package var segmentBytes: UInt64
    /// All segments together may not grow beyond this; 0 for no limit but the disk.
    package var sizeLimitBytes: UInt64
    /// Name and version of the program, for the header.
    package var writer: String

    package init(
        blockBytes: Int = 256 << 10,
        segmentBytes: UInt64 = 64 << 20,
        sizeLimitBytes: UInt64 = 0,
        writer: String = "reverse-migration"
    ) {
        precondition(blockBytes > 0)
        self.blockBytes = blockBytes
        self.segmentBytes = segmentBytes
        self.sizeLimitBytes = sizeLimitBytes
        self.writer = writer
    }
}
