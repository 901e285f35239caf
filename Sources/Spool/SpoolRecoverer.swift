internal import ChangeModel
internal import Glibc

/// Makes the end of a spool whole after a crash. To be used under the writer's lock only.
struct SpoolRecoverer {
    let directory: SpoolDirectory

    /// Cuts an open segment after its last whole transaction and seals it; removes one that holds none. nil when there
    /// was none.
    func recover(for identity: StreamIdentity) throws(SpoolError) -> SpoolRecovery? {
        let open = try directory.segments().filter { $0.state == .open }
        guard let name = open.first else { return nil }
        guard open.count == 1 else {
            throw .corrupt(
                path: directory.path(of: open[1]),
                offset: 0,
                reason: "there may be one open segment, and \(name.text) is another"
            )
        }
        var scan = OpenSegmentScan(directory, name)
        try scan.run()
        // Another stream's spool is left as it is.
        if let found = scan.identity { try requireOwner(found, identity) }
        let tornTailFile = scan.tornTailOffset == nil ? nil : try saveTornTail(name, from: scan)
        if scan.index.entries.isEmpty {
            try directory.remove(name)
        } else {
            try seal(name, scan)
        }
        return SpoolRecovery(
            segment: name,
            end: scan.index.lastPosition ?? name.start,
            unfinishedBytes: (scan.tornTailOffset ?? scan.endOffset) - scan.boundaryOffset,
            tornTailFile: tornTailFile
        )
    }

    /// A spool belongs to one stream for its life.
    func requireOwner(_ found: StreamIdentity, _ identity: StreamIdentity) throws(SpoolError) {
        guard found != identity else { return }
        throw .otherSource(directory: directory.path, spool: found.description, configured: identity.description)
    }

    private func seal(_ name: SegmentFileName, _ scan: OpenSegmentScan) throws(SpoolError) {
        let hasher = try hasher(of: name, upTo: scan.boundaryOffset)
        var segment = try SegmentWriter(
            resuming: directory,
            start: name.start,
            offset: scan.boundaryOffset,
            hasher: hasher,
            index: scan.index
        )
        _ = try segment.seal()
    }

    private func hasher(of name: SegmentFileName, upTo end: UInt64) throws(SpoolError) -> SegmentHasher {
        let file = try FileDescriptor(path: directory.path(of: name), flags: O_RDONLY)
        return try SealedSegment.hash(of: file, upTo: end)
    }

    /// Nothing is cut before a copy of it is safe.
    private func saveTornTail(_ name: SegmentFileName, from scan: OpenSegmentScan) throws(SpoolError) -> String {
        let source = try FileDescriptor(path: directory.path(of: name), flags: O_RDONLY)
        let existing = Set(try directory.fileNames())
        var number = 1
        while existing.contains(name.tornTail(number)) { number += 1 }
        let copy = try FileDescriptor(
            path: directory.path + "/" + name.tornTail(number),
            flags: O_WRONLY | O_CREAT | O_EXCL
        )
        let start = scan.tornTailOffset ?? scan.endOffset
        var copied: UInt64 = 0
        while true {
            var chunk: [UInt8] = []
            guard try source.read(at: start + copied, count: 1 << 20, into: &chunk) > 0 else { break }
            try copy.write(chunk, at: copied)
            copied += UInt64(chunk.count)
        }
        try copy.synchronize()
        try directory.synchronize()
        return name.tornTail(number)
    }

    /// Where the spool ends; nil for a spool without segments. The last segment is held to its hash.
    func end() throws(SpoolError) -> SpoolEnd? {
        guard let last = try directory.segments().last else { return nil }
        let segment = try SealedSegment(directory, last)
        try segment.verifyHash(in: directory)
        return SpoolEnd(position: segment.end, identity: segment.header.identity, hash: segment.hash)
    }
}
