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
    /// Where a new spool begins instead of where the slot stands, if that is later.
    package var firstPosition: LSN
    /// The spool is synced at most this often while the stream flows; a transaction after a pause at once.
    package var flushIntervalMilliseconds: Int
    /// Messages received and not yet spooled may take this much memory.
    package var queueBytes: Int
    /// How often the source is told where we are; it gives up after its `wal_sender_timeout`.
    package var feedbackIntervalMilliseconds: Int
    package var reconnectDelayMaxMilliseconds: Int
    package var progressIntervalMilliseconds: Int
    /// A table of the source that is updated while nothing else commits; nil for none.
    package var heartbeatTable: TableName?
    package var heartbeatIntervalMilliseconds: Int
    /// The raw messages are also written here.
    package var recordPath: String?
    /// The raw messages are read from here, and no source is asked anything.
    package var recordingPath: String?
    /// The encoding of a recording; a source says its own.
    package var recordingEncoding: String
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
        firstPosition = .zero
        flushIntervalMilliseconds = 10
        queueBytes = 32 << 20
        feedbackIntervalMilliseconds = 1_000
        reconnectDelayMaxMilliseconds = 30_000
        progressIntervalMilliseconds = 10_000
        heartbeatIntervalMilliseconds = 10_000
        recordingEncoding = "UTF8"
    }
}
