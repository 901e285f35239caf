package import ChangeModel
package import OpenGaussClient
package import Spool

/// Everything that a capture is told.
package struct CaptureOptions: Sendable {
    package var source: SourceOptions
    package var slot: String
    /// The output plugin that the slot must be of.
    package var plugin: String
    package var stream: StreamOptions
    package var spoolDirectory: String
    package var spool: SpoolOptions
    /// The spool is synced at most this often while the stream flows; a transaction after a pause at once.
    package var flushIntervalMilliseconds: Int
    /// Messages received and not yet spooled may take this much memory.
    package var queueBytes: Int
    /// How often the source is told where we are; it gives up after its `wal_sender_timeout`.
    package var feedbackIntervalMilliseconds: Int
    package var reconnectDelayMaxMilliseconds: Int
    package var progressIntervalMilliseconds: Int
    /// Stop once everything up to here is durable.
    package var untilPosition: LSN?
    /// Stop when no transaction has come for so long.
    package var stopWhenIdleMilliseconds: Int?

    package init(source: SourceOptions, slot: String, spoolDirectory: String) {
        self.source = source
        self.slot = slot
        self.spoolDirectory = spoolDirectory
        plugin = "mppdb_decoding"
        stream = StreamOptions()
        spool = SpoolOptions()
        flushIntervalMilliseconds = 10
        queueBytes = 32 << 20
        feedbackIntervalMilliseconds = 1_000
        reconnectDelayMaxMilliseconds = 30_000
        progressIntervalMilliseconds = 10_000
    }
}
