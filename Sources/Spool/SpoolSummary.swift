package import ChangeModel

/// What a spool holds, segment by segment, from headers and indices: for `status` and `spool ls`.
package struct SpoolSummary: Sendable {
    package struct Segment: Sendable {
        package let name: SegmentFileName
        package let start: LSN
        package let end: LSN
        package let bytes: UInt64
        package let index: SegmentIndex
    }

    package let identity: StreamIdentity
    package let segments: [Segment]

    /// Throws `empty` for a spool without segments.
    package init(path: String) throws(SpoolError) {
        let directory = SpoolDirectory(path: path)
        identity = try Self.identity(path: path)
        var segments: [Segment] = []
        for name in try directory.segments() {
            // A segment that was sealed or removed since the listing is met under its new name, or not at all.
            guard directory.size(of: name) != nil else { continue }
            segments.append(try Self.segment(directory, name))
        }
        self.segments = segments
    }

    /// Every whole transaction up to here is in the spool.
    package var end: LSN { segments.last?.end ?? .zero }
    package var bytes: UInt64 { segments.reduce(0) { $0 + $1.bytes } }
    package var lastCommitTime: CommitTime? { segments.compactMap { $0.index.lastCommitTime }.max() }

    /// Whose changes the spool holds, from its first header.
    package static func identity(path: String) throws(SpoolError) -> StreamIdentity {
        let directory = SpoolDirectory(path: path)
        guard let first = try directory.segments().first else { throw .empty(directory: path) }
        var frames = try FrameReader(path: directory.path(of: first))
        return try SealedSegment.header(&frames, first).identity
    }

    private static func segment(_ directory: SpoolDirectory, _ name: SegmentFileName) throws(SpoolError) -> Segment {
        let bytes = directory.size(of: name) ?? 0
        if name.state == .sealed {
            let sealed = try SealedSegment(directory, name)
            return Segment(name: name, start: name.start, end: sealed.end, bytes: bytes, index: sealed.index)
        }
        var scan = OpenSegmentScan(directory, name)
        try scan.run()
        return Segment(
            name: name,
            start: name.start,
            end: scan.index.lastPosition ?? name.start,
            bytes: bytes,
            index: scan.index
        )
    }
}
