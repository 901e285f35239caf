internal import Glibc
package import OpenGaussClient
internal import Spool
internal import Threading

/// Drops a slot. A capture of this spool that streams from it is asked to stop first; any other reader is left alone and named.
package struct SlotRemoval: Sendable {
    private let options: CaptureOptions

    /// How long a capture may take to stop, and the server to notice.
    private static let releaseMilliseconds = 30_000
    private static let lookMilliseconds = 100

    package init(_ options: CaptureOptions) {
        self.options = options
    }

    package func run(say: (String) -> Void) throws(SourceError) {
        let streaming = try SourceConnection(options.source, replication: true)
        if try isActive(streaming) { try endStream(streaming, say: say) }
        let isOnStandby = options.source.role == .standby
        let primary = isOnStandby ? try SourceConnection(options.source.onPrimary, replication: true) : streaming
        try ReplicationSlot.drop(options.slot, on: primary)
    }

    private func isActive(_ connection: SourceConnection) throws(SourceError) -> Bool {
        try ReplicationSlot.find(options.slot, on: connection)?.isActive ?? false
    }

    private func endStream(_ connection: SourceConnection, say: (String) -> Void) throws(SourceError) {
        guard let writer = SpoolOwner.process(options.spoolDirectory) else {
            let message = "another process reads it, and it is not a capture into the spool \(options.spoolDirectory)"
            throw SourceError(.slotInUse, operation: "drop the slot \(options.slot)", message: message)
        }
        say("asking the capture that streams from the slot (process \(writer)) to stop …")
        _ = kill(writer, SIGTERM)
        let deadline = MonotonicTime.now().adding(milliseconds: Self.releaseMilliseconds)
        while try isActive(connection) {
            guard MonotonicTime.now() < deadline else {
                let message = "the capture did not stop in \(Self.releaseMilliseconds / 1_000) s"
                throw SourceError(.slotInUse, operation: "drop the slot \(options.slot)", message: message)
            }
            usleep(UInt32(Self.lookMilliseconds * 1_000))
        }
    }
}
