package import ChangeModel

/// Reads a spool from a position on: whole transactions in order, across segments, and on into the open one as it
/// grows.
///
/// It writes nothing and needs no writer to be alive. A transaction is delivered only once its commit is in the spool;
/// one that is larger than a block comes in several batches, never held in memory whole. To be used from one thread at
/// a time.
package struct SpoolReader: ~Copyable {
    private let directory: SpoolDirectory
    private var segment: SegmentReader?
    private var decoder: RecordDecoder
    private var scout: TransactionScout?
    /// Blocks before this offset belong to a transaction whose commit was found.
    private var committedUntil: UInt64 = 0
    /// Its commit, for the begin record.
    private var committedBy: TransactionCommit?
    /// What is at or before this position was read by an earlier run and is left out.
    private var skippedThrough: LSN?
    /// Blocks before this offset belong to such a transaction.
    private var skippedUntil: UInt64 = 0
    private var faultsWhileScouting = 0
    /// Where the segment begins that was read to its seal last: it may bear its open name for a while yet, or until the
    /// next writer comes.
    private var finishedStart: LSN?

    /// The end of the last whole transaction that was delivered or left out; nil before the first segment was found.
    package private(set) var position: LSN?
    /// Whose changes these are; nil before the first segment was found.
    package private(set) var identity: StreamIdentity?

    package enum Step {
        case batch(ChangeBatch)
        /// Everything that is in the spool was delivered; ask again.
        case waiting
    }

    /// Reads what comes after `position`, or everything.
    package init(path: String, after position: LSN? = nil) {
        directory = SpoolDirectory(path: path)
        self.position = position
        skippedThrough = position
        decoder = RecordDecoder(lastPosition: .zero)
    }

    package mutating func next() throws(SpoolError) -> Step {
        while true {
            if segment == nil, try !openNextSegment() { return .waiting }
            if scout != nil {
                guard try advanceScout() else { return .waiting }
                continue
            }
            switch try readBlock() {
            case .batch(let batch):
                if !batch.records.isEmpty { return .batch(batch) }
            case .waiting:
                if segment != nil { return .waiting }
            }
        }
    }

    /// Opens the segment that goes on where the last one ended, or the one that holds the position to start from.
    private mutating func openNextSegment() throws(SpoolError) -> Bool {
        guard let name = try nextName() else { return false }
        let opened: SegmentReader
        do throws(SpoolError) {
            opened = try SegmentReader(directory, name)
        } catch {
            // It was sealed, and so renamed, between the listing and now; or its header is not written yet.
            if name.state == .open, try isPassing(error, name) { return false }
            throw error
        }
        decoder.beginSegment(at: opened.header.start)
        identity = opened.header.identity
        if let position, position > opened.header.start { skippedThrough = position }
        segment = consume opened
        committedUntil = 0
        skippedUntil = 0
        return true
    }

    private func isPassing(_ error: SpoolError, _ name: SegmentFileName) throws(SpoolError) -> Bool {
        switch error {
        case .system: directory.size(of: name) == nil
        case .corrupt(_, 0, _): try isHeaderAwaited(name)
        default: false
        }
    }

    /// Whether the header is not all there yet.
    private func isHeaderAwaited(_ name: SegmentFileName) throws(SpoolError) -> Bool {
        guard directory.size(of: name) != nil else { return true }
        var frames = try FrameReader(path: directory.path(of: name))
        switch try frames.next() {
        case .end: return true
        case .tornTail: return try !frames.isFollowedByFrame()
        case .block, .skippable: return false
        }
    }

    /// A file that is renamed while the directory is listed may be missed: a gap counts when it is seen twice.
    private func nextName() throws(SpoolError) -> SegmentFileName? {
        do throws(SpoolError) {
            return try nextName(directory.segments())
        } catch {
            return try nextName(directory.segments())
        }
    }

    private func nextName(_ names: [SegmentFileName]) throws(SpoolError) -> SegmentFileName? {
        guard let position else { return names.first }
        // A sealed segment goes before an open one of the same start: that is the same segment, renamed.
        if let exact = names.first(where: { $0.start == position }) { return exact }
        if let holding = names.last(where: { $0.start < position }), try holds(holding, after: position) {
            return holding
        }
        guard let later = names.first(where: { $0.start > position }) else { return nil }
        guard names.contains(where: { $0.start < position }) else {
            throw .startsTooLate(directory: directory.path, first: later.start, wanted: position)
        }
        throw .gap(directory: directory.path, after: position, next: later.start)
    }

    /// Whether the segment may hold something behind `position`; an open one may.
    private func holds(_ name: SegmentFileName, after position: LSN) throws(SpoolError) -> Bool {
        guard name.state == .sealed else { return name.start != finishedStart }
        return try SealedSegment(directory, name).end > position
    }

    private mutating func readBlock() throws(SpoolError) -> Step {
        guard let offset = segment?.offset, let step = try segment?.next() else { return .waiting }
        switch step {
        case .end:
            if try segment?.isStale() == true { segment = nil }
            return .waiting
        case .sealed(let end):
            position = max(position ?? end, end)
            finishedStart = segment?.name.start
            segment = nil
            return .waiting
        case .block(let content):
            return .batch(try decode(content, at: offset))
        }
    }

    /// An empty batch means that there is nothing to deliver, but more to read.
    private mutating func decode(_ content: [UInt8], at offset: UInt64) throws(SpoolError) -> ChangeBatch {
        let before = decoder
        let path = segment?.path ?? directory.path
        if let skippedThrough, try skips(content, at: offset, path, through: skippedThrough) { return ChangeBatch() }
        var block = try decodeWhole(content, path, offset)
        guard block.endsBetweenTransactions || offset < committedUntil else {
            decoder = before
            scout = TransactionScout(start: offset, decoder: before)
            return ChangeBatch()
        }
        faultsWhileScouting = 0
        if offset < committedUntil, let commit = block.firstCommit, commit != committedBy {
            throw .corrupt(path: path, offset: offset, reason: "a transaction was written anew while it was read")
        }
        if offset < skippedUntil { return ChangeBatch() }
        if let committedBy, !block.endsBetweenTransactions, case .begin(let begin)? = block.batch.records.first {
            block.batch.records[0] = .begin(begin.completed(by: committedBy))
        }
        if let skippedThrough { dropRecords(through: skippedThrough, from: &block.batch) }
        if block.reachesPosition { position = max(position ?? .zero, block.run.lastPosition) }
        return block.batch
    }

    private mutating func decodeWhole(
        _ content: [UInt8],
        _ path: String,
        _ offset: UInt64
    ) throws(SpoolError) -> DecodedBlock {
        do throws(FormatFault) {
            return try decoder.decode(content, withRows: true)
        } catch {
            throw .corrupt(path: path, offset: offset, reason: error.reason)
        }
    }

    /// Steps over a block that holds nothing new, without looking at its rows. The decoder is as before when it holds
    /// something.
    private mutating func skips(
        _ content: [UInt8],
        at offset: UInt64,
        _ path: String,
        through skippedThrough: LSN
    ) throws(SpoolError) -> Bool {
        guard offset >= committedUntil || offset < skippedUntil else { return false }
        var skimmer = decoder
        let block = try SealedSegment.parsed(path, offset) { () throws(FormatFault) in
            try skimmer.decode(content, withRows: false)
        }
        let isOld = block.endsBetweenTransactions && block.run.lastPosition <= skippedThrough
        guard isOld || offset < skippedUntil else { return false }
        decoder = skimmer
        return true
    }

    /// Leaves out the transactions at the batch's start that an earlier run has read; behind the first new one nothing
    /// is old.
    private mutating func dropRecords(through skipped: LSN, from batch: inout ChangeBatch) {
        let lastOld = batch.records.lastIndex { record in
            switch record {
            case .commit(let commit): commit.position <= skipped
            case .position(let position): position <= skipped
            default: false
            }
        }
        if let lastOld { batch.records.removeSubrange(...lastOld) }
        if !batch.records.isEmpty { skippedThrough = nil }
    }

    /// Looks for the commit of the transaction that does not end in its first block; false while it is not there.
    private mutating func advanceScout() throws(SpoolError) -> Bool {
        guard var current = scout, var reader = segment.take() else { return true }
        scout = nil
        let result: TransactionScout.Result
        do throws(SpoolError) {
            result = try current.advance(&reader)
        } catch {
            // The writer may have cut the transaction and written another over it: look again from its start. What is
            // wrong there as well, without a pause in between, is wrong.
            faultsWhileScouting += 1
            reader.seek(to: current.start)
            segment = consume reader
            guard faultsWhileScouting == 1 else { throw error }
            return true
        }
        switch result {
        case .found(let finding):
            committedUntil = finding.end
            committedBy = finding.commit
            if let skippedThrough, finding.commit.position <= skippedThrough { skippedUntil = finding.lastBlock }
            reader.seek(to: current.start)
        case .gone:
            faultsWhileScouting += 1
            guard faultsWhileScouting == 1 else {
                throw .corrupt(
                    path: reader.path,
                    offset: current.start,
                    reason: "a transaction in a sealed segment has no end"
                )
            }
            reader.seek(to: current.start)
        case .notYet:
            faultsWhileScouting = 0
            if try reader.isStale() {
                reader.seek(to: current.start)
                let isReplaced = try reader.isStale()
                if !isReplaced { segment = consume reader }
                return true
            }
            scout = current
            segment = consume reader
            return false
        }
        segment = consume reader
        return true
    }
}
