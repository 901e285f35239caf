package import ChangeModel

/// The one writer of a spool: takes batches, cuts them into blocks and segments, and says what is durable.
///
/// Encoding never fails and never touches the disk; writing may fail for lack of room and can then be tried again with
/// nothing lost. To be used from one thread at a time.
package struct SpoolWriter: ~Copyable {
    private let directory: SpoolDirectory
    private let lock: SpoolLock
    private let identity: StreamIdentity
    private let dialect: String
    private let options: SpoolOptions
    private var encoder: RecordEncoder
    private var segment: SegmentWriter?
    private var previousHash: [UInt8]
    /// The end of the last sealed segment, where the next begins.
    private var sealedEnd: LSN
    private var sealedBytes: UInt64
    /// Size of the open segment's file, 0 while there is none.
    private var openBytes: UInt64 = 0
    /// The greatest position whose transactions are all fsynced: what may be acknowledged. Zero in a new spool.
    package private(set) var durablePosition: LSN
    /// Nothing was in the spool when it was opened.
    package let isNew: Bool
    /// What was saved or cut when the spool was opened, for the log.
    package let recovery: SpoolRecovery?

    /// Locks the spool, makes its end whole after a crash, and checks whose it is.
    ///
    /// `startPosition` is where a new spool begins; a spool that holds something goes on where it ended.
    package init(
        path: String,
        identity: StreamIdentity,
        dialect: Dialect,
        startPosition: LSN,
        options: SpoolOptions
    ) throws(SpoolError) {
        let directory = SpoolDirectory(path: path)
        try directory.create()
        let lock = try SpoolLock(directory)
        let recoverer = SpoolRecoverer(directory: directory)
        let recovery = try recoverer.recover(for: identity)
        let end = try recoverer.end()
        if let end { try recoverer.requireOwner(end.identity, identity) }
        sealedBytes = try directory.totalBytes()
        self.directory = directory
        self.lock = lock
        self.recovery = recovery
        self.identity = identity
        self.dialect = dialect.description
        self.options = options
        isNew = end == nil
        sealedEnd = end?.position ?? startPosition
        previousHash = end?.hash ?? SegmentHeader.noHash
        durablePosition = sealedEnd
        encoder = RecordEncoder(lastPosition: sealedEnd)
    }

    /// Throws where the spool belongs to another stream than `identity`.
    package func requireOwner(_ identity: StreamIdentity) throws(SpoolError) {
        try SpoolRecoverer(directory: directory).requireOwner(self.identity, identity)
    }

    /// Every transaction up to here was taken, durable or not.
    package var lastPosition: LSN { encoder.lastPosition }
    package var isInTransaction: Bool { encoder.isInTransaction }

    /// Encodes records from `cursor` on and moves it; stops when blocks are due, so call `writeBlocks` between calls
    /// until the batch ends.
    package mutating func encode(_ batch: borrowing ChangeBatch, from cursor: inout Int) throws(SpoolError) {
        encoder.recognize(batch.relations)
        while cursor < batch.records.count, !isBlockDue {
            let record = batch.records[cursor]
            switch record {
            case .begin(let begin): encoder.append(begin)
            case .row(let change): encoder.append(change, of: batch)
            case .truncate(let index): encoder.append(batch.truncations[index])
            case .schemaChange(let index): encoder.append(batch.schemaChanges[index])
            case .commit(let commit):
                // It came twice: the source sends again what it does not know to be durable here.
                if !encoder.append(commit) { try abandonTransaction() }
            case .position:
                break
            }
            cursor += 1
        }
    }

    /// A block ends between transactions where it can, and inside one only when that one is large.
    private var isBlockDue: Bool {
        encoder.pending.count >= (encoder.isInTransaction ? 2 * options.blockBytes : options.blockBytes)
            || (!encoder.isInTransaction && encoder.boundary > 0 && isSegmentFull)
    }

    private var isSegmentFull: Bool {
        openBytes >= options.segmentBytes
    }

    /// Records that the source has nothing to send up to `position`. Nothing while a transaction is open.
    package mutating func notePosition(_ position: LSN) {
        if !encoder.isInTransaction { encoder.appendPosition(position) }
    }

    /// Writes the blocks that are due, and seals the segment when it is full. Throws with nothing lost; call again.
    package mutating func writeBlocks() throws(SpoolError) {
        guard isBlockDue else { return }
        try writeWholeTransactions()
        if encoder.pending.count >= options.blockBytes, encoder.isInTransaction {
            try openSegment()
            try segment?.writeUnfinished(encoder.pending[...])
            encoder.removeWritten(encoder.pending.count)
            openBytes = segment?.offset ?? 0
        }
        if isSegmentFull, encoder.pending.isEmpty, segment?.hasUnfinishedTransaction == false {
            try sealSegment()
        }
    }

    /// Writes all whole transactions and makes them durable; `durablePosition` is then their end.
    package mutating func flush() throws(SpoolError) {
        try writeWholeTransactions()
        guard durablePosition < lastPosition else { return }
        try segment?.synchronize()
        durablePosition = lastPosition
    }

    /// Drops the open transaction: it will come again, or came before.
    package mutating func abandonTransaction() throws(SpoolError) {
        guard encoder.isInTransaction else { return }
        // The file first: should that fail, the transaction is still open and can be abandoned again. Where whole
        // transactions are pending, the blocks without a commit in the file are the start of the first of them, and the
        // open one stands in memory only.
        if encoder.boundary == 0 { try segment?.cutUnfinished() }
        openBytes = segment?.offset ?? 0
        encoder.abandonTransaction()
    }

    /// Ends in good order: everything whole is durable and the segment sealed.
    package mutating func finish() throws(SpoolError) {
        try abandonTransaction()
        try flush()
        try sealSegment()
    }

    private mutating func writeWholeTransactions() throws(SpoolError) {
        guard encoder.boundary > 0 else { return }
        try openSegment()
        try segment?.write(encoder.pending[..<encoder.boundary], run: encoder.run)
        encoder.removeWritten(encoder.boundary)
        openBytes = segment?.offset ?? 0
    }

    private mutating func openSegment() throws(SpoolError) {
        try requireRoom()
        guard segment == nil else { return }
        let header = SegmentHeader(
            start: sealedEnd,
            created: .now(),
            previousHash: previousHash,
            identity: identity,
            dialect: dialect,
            writer: options.writer
        )
        segment = try SegmentWriter(directory, header: header)
    }

    /// Looks at the directory again when the limit seems reached: somebody may have made room.
    private mutating func requireRoom() throws(SpoolError) {
        guard options.sizeLimitBytes > 0, sealedBytes + openBytes >= options.sizeLimitBytes else { return }
        let total = try directory.totalBytes()
        guard total < options.sizeLimitBytes else {
            throw .limitReached(directory: directory.path, limitBytes: options.sizeLimitBytes)
        }
        sealedBytes = total - min(total, openBytes)
    }

    private mutating func sealSegment() throws(SpoolError) {
        guard let end = segment?.index.lastPosition else {
            // Only a transaction that was abandoned ever stood in it.
            openBytes = 0
            return try segment.take()?.discard() ?? ()
        }
        guard let hash = try segment?.seal() else { return }
        segment = nil
        sealedBytes += openBytes
        openBytes = 0
        previousHash = hash
        sealedEnd = end
        durablePosition = max(durablePosition, end)
        encoder.beginSegment()
    }
}
