internal import ChangeModel

/// Turns records into the bytes of blocks and keeps what is not written yet: whole transactions up to `boundary`, then
/// the open one.
struct RecordEncoder {
    /// Encoded records that stand in no block yet.
    private(set) var pending: [UInt8] = []
    /// The end, in `pending`, of the last whole transaction.
    private(set) var boundary = 0
    /// What the whole transactions in `pending` amount to, for the index.
    private(set) var run = SegmentIndex.Entry(offset: 0)
    /// Every transaction up to here is encoded; what comes again at or before it is dropped.
    private(set) var lastPosition: LSN
    private(set) var isInTransaction = false

    /// How relations are called in this segment, by their index in the batch.
    private var described: [DescribedRelation?] = []
    private var describedInOpenTransaction: [Int] = []
    /// The relations of the last batch, by which `described` is known to be right.
    private var recognized = GrowingList<Relation>()
    private var nextRelationIdentifier: UInt64 = 0
    private var rowsInOpenTransaction: UInt64 = 0

    private struct DescribedRelation {
        let identifier: UInt64
        let newCount: Int
        let oldCount: Int

        var valueCount: Int { newCount + oldCount }

        func suits(_ operation: RowOperation) -> Bool {
            (operation != .insert || oldCount == 0) && (operation != .delete || newCount == 0)
        }
    }

    init(lastPosition: LSN) {
        self.lastPosition = lastPosition
    }

    /// A new segment describes its relations anew.
    mutating func beginSegment() {
        precondition(pending.isEmpty, "a segment ends between transactions")
        described.removeAll(keepingCapacity: true)
        describedInOpenTransaction.removeAll()
        nextRelationIdentifier = 0
    }

    /// To be called for every batch: relations that another producer numbers otherwise are described anew. For the same
    /// producer this compares two lists that share their storage, which is nearly free.
    mutating func recognize(_ relations: GrowingList<Relation>) {
        guard relations != recognized else { return }
        let agreeing = relations.agreeingCount(with: recognized)
        for index in described.indices.dropFirst(agreeing)
        where
            index >= min(relations.count, recognized.count) || relations[index] != recognized[index]
        {
            described[index] = nil
        }
        recognized = relations
    }

    /// Forgets what was written up to `count`, all of it whole transactions or all of it a part of one.
    mutating func removeWritten(_ count: Int) {
        pending.removeFirst(count)
        if boundary > 0 {
            boundary = 0
            run = SegmentIndex.Entry(offset: 0)
        }
    }

    /// Drops the open transaction; what it described is not described any more.
    mutating func abandonTransaction() {
        pending.removeLast(pending.count - boundary)
        for index in describedInOpenTransaction { described[index] = nil }
        nextRelationIdentifier -= UInt64(describedInOpenTransaction.count)
        describedInOpenTransaction.removeAll()
        rowsInOpenTransaction = 0
        isInTransaction = false
    }

    mutating func appendPosition(_ position: LSN) {
        precondition(!isInTransaction, "a position record stands between transactions")
        guard position > lastPosition else { return }
        appendRecord(SegmentFormat.RecordKind.position) { $0.append(littleEndian: position.rawValue) }
        closeBoundary(at: position)
    }

    mutating func append(_ begin: TransactionBegin) {
        precondition(!isInTransaction, "a transaction begins inside another one")
        isInTransaction = true
        appendRecord(SegmentFormat.RecordKind.begin) { bytes in
            bytes.append(optional: begin.transactionIdentifier)
            bytes.append(optional: begin.commitSequenceNumber)
        }
    }

    mutating func append(_ truncation: Truncation) {
        precondition(isInTransaction, "a change stands in a transaction")
        appendRecord(SegmentFormat.RecordKind.truncate) { bytes in
            bytes.append(
                (truncation.restartsSequences ? SegmentFormat.TruncateFlag.restartsSequences : 0)
                    | (truncation.cascades ? SegmentFormat.TruncateFlag.cascades : 0)
            )
            bytes.append(varint: UInt64(truncation.tables.count))
            for table in truncation.tables {
                bytes.append(text: table.schema)
                bytes.append(text: table.table)
            }
        }
    }

    mutating func append(_ schemaChange: SchemaChange) {
        precondition(isInTransaction, "a change stands in a transaction")
        appendRecord(SegmentFormat.RecordKind.schemaChange) { $0.append(text: schemaChange.text) }
    }

    /// Ends the open transaction; false when it is one that the spool has already: then it is for the caller to
    /// abandon.
    mutating func append(_ commit: TransactionCommit) -> Bool {
        precondition(isInTransaction, "a commit ends a transaction")
        guard commit.position > lastPosition else { return false }
        let rows = rowsInOpenTransaction
        appendRecord(SegmentFormat.RecordKind.commit) { bytes in
            bytes.append(littleEndian: commit.position.rawValue)
            bytes.append(optional: commit.transactionIdentifier)
            bytes.append(optional: commit.commitSequenceNumber)
            bytes.append(littleEndian: commit.time?.microsecondsSinceEpoch ?? SegmentFormat.unknownTime)
            bytes.append(varint: rows)
        }
        isInTransaction = false
        rowsInOpenTransaction = 0
        describedInOpenTransaction.removeAll(keepingCapacity: true)
        var transaction = SegmentIndex.Entry(offset: 0)
        transaction.firstCommitTime = commit.time
        transaction.lastCommitTime = commit.time
        transaction.transactions = 1
        transaction.rows = UInt32(clamping: rows)
        run = run.joined(with: transaction)
        closeBoundary(at: commit.position)
        return true
    }

    private mutating func closeBoundary(at position: LSN) {
        lastPosition = position
        run.lastPosition = position
        boundary = pending.count
    }

    private mutating func appendRecord(_ kind: UInt8, _ body: (inout [UInt8]) -> Void) {
        let start = beginRecord(kind)
        body(&pending)
        endRecord(start)
    }

    @inline(__always)
    private mutating func beginRecord(_ kind: UInt8) -> Int {
        let start = pending.count
        pending.append(littleEndian: UInt32(0))
        pending.append(kind)
        return start
    }

    /// Writes the length into its place.
    @inline(__always)
    private mutating func endRecord(_ start: Int) {
        let length = UInt32(pending.count - start - 4)
        pending[start] = UInt8(truncatingIfNeeded: length)
        pending[start + 1] = UInt8(truncatingIfNeeded: length >> 8)
        pending[start + 2] = UInt8(truncatingIfNeeded: length >> 16)
        pending[start + 3] = UInt8(truncatingIfNeeded: length >> 24)
    }

    mutating func append(_ change: RowChange, of batch: borrowing ChangeBatch) {
        precondition(isInTransaction, "a change stands in a transaction")
        rowsInOpenTransaction += 1
        let relation = describe(change.relation, of: batch)
        let start = beginRecord(Self.kind(change.operation))
        pending.append(varint: relation.identifier)
        let bytes = batch.bytes.span
        precondition(relation.suits(change.operation), "an INSERT has no old image, a DELETE no new one")
        for index in change.firstValue..<(change.firstValue + relation.valueCount) {
            append(batch.values[index], from: bytes)
        }
        endRecord(start)
    }

    private static func kind(_ operation: RowOperation) -> UInt8 {
        switch operation {
        case .insert: SegmentFormat.RecordKind.insert
        case .update: SegmentFormat.RecordKind.update
        case .delete: SegmentFormat.RecordKind.delete
        }
    }

    @inline(__always)
    private mutating func append(_ slot: ValueSlot, from bytes: Span<UInt8>) {
        guard let range = slot.range else {
            pending.append(varint: slot.isNull ? SegmentFormat.ValueTag.null : SegmentFormat.ValueTag.absent)
            return
        }
        pending.append(varint: UInt64(range.count) + SegmentFormat.ValueTag.firstText)
        bytes.extracting(range).withUnsafeBufferPointer { pending.append(contentsOf: $0) }
    }

    @inline(__always)
    private mutating func describe(_ index: Int, of batch: borrowing ChangeBatch) -> DescribedRelation {
        if index < described.count, let known = described[index] { return known }
        return describeAnew(index, batch.relations[index])
    }

    private mutating func describeAnew(_ index: Int, _ relation: Relation) -> DescribedRelation {
        let identifier = nextRelationIdentifier
        nextRelationIdentifier += 1
        appendRecord(SegmentFormat.RecordKind.relation) { bytes in
            bytes.append(varint: identifier)
            bytes.append(text: relation.table.schema)
            bytes.append(text: relation.table.table)
            bytes.append(varint: UInt64(relation.columns.count))
            for column in relation.columns {
                bytes.append(
                    (column.isInNewImage ? SegmentFormat.ColumnFlag.inNewImage : 0)
                        | (column.isInOldImage ? SegmentFormat.ColumnFlag.inOldImage : 0)
                )
                bytes.append(text: column.name)
                bytes.append(text: column.typeName)
                bytes.append(varint: UInt64(column.typeIdentifier))
            }
        }
        while described.count <= index { described.append(nil) }
        let known = DescribedRelation(
            identifier: identifier,
            newCount: relation.newColumnIndices.count,
            oldCount: relation.oldColumnIndices.count
        )
        described[index] = known
        describedInOpenTransaction.append(index)
        return known
    }
}
