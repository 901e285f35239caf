package import ChangeModel

/// What a spool holds behind a position: how much a target that stands there has still to apply.
package struct SpoolBacklog: Sendable, Equatable {
    package private(set) var transactions: UInt64 = 0
    /// When the first of them was committed; nil where there is none.
    package private(set) var oldestCommitTime: CommitTime?

    /// Counts whole runs from the indices and looks into the one that `position` cuts.
    package init(path: String, after position: LSN, _ summary: SpoolSummary) throws(SpoolError) {
        let directory = SpoolDirectory(path: path)
        for segment in summary.segments where segment.end > position {
            let entries = segment.index.entries
            for (number, entry) in entries.enumerated() where entry.lastPosition > position {
                let before = number == 0 ? segment.start : entries[number - 1].lastPosition
                if before >= position {
                    transactions += UInt64(entry.transactions)
                    oldestCommitTime = oldestCommitTime ?? entry.firstCommitTime
                } else {
                    let end = number + 1 < entries.count ? entries[number + 1].offset : nil
                    try count(directory, segment.name, from: entry.offset, to: end, before, after: position)
                }
            }
        }
    }

    private mutating func count(
        _ directory: SpoolDirectory,
        _ name: SegmentFileName,
        from start: UInt64,
        to end: UInt64?,
        _ before: LSN,
        after position: LSN
    ) throws(SpoolError) {
        var frames = try FrameReader(path: directory.path(of: name))
        frames.seek(to: start)
        var decoder = RecordDecoder(lastPosition: before)
        while end.map({ frames.offset < $0 }) ?? true, case .block(let content) = try frames.next() {
            let block = try SealedSegment.parsed(directory.path(of: name), frames.offset) { () throws(FormatFault) in
                try decoder.decode(content, withRows: false)
            }
            for record in block.batch.records {
                guard case .commit(let commit) = record, commit.position > position else { continue }
                transactions += 1
                oldestCommitTime = oldestCommitTime ?? commit.time
            }
        }
    }
}
