internal import ChangeModel

/// Turns blocks back into records and holds them to the format: order of positions, whole transactions, described
/// relations.
///
/// A plain value: a copy kept before a block undoes it.
struct RecordDecoder {
    private(set) var relations = RelationTable()
    /// The greatest position met so far; nothing may go back behind it.
    private(set) var lastPosition: LSN
    private(set) var isInTransaction = false
    private var rowsInTransaction: UInt64 = 0
    /// By the identifier in the segment.
    private var described: [DescribedRelation] = []

    private struct DescribedRelation {
        let index: Int
        let newCount: Int
        let oldCount: Int
    }

    init(lastPosition: LSN) {
        self.lastPosition = lastPosition
    }

    mutating func beginSegment(at start: LSN) {
        described.removeAll(keepingCapacity: true)
        isInTransaction = false
        rowsInTransaction = 0
        lastPosition = start
    }

    /// Decodes a block whose content becomes the batch's bytes: values are not copied. Without rows, only what the
    /// stream's order needs is read, which is several times faster.
    mutating func decode(_ content: consuming [UInt8], withRows: Bool) throws(FormatFault) -> DecodedBlock {
        var block = DecodedBlock()
        var beginIndex: Int?
        var offset = 0
        let count = content.count
        guard count > 0 else { throw FormatFault("a block is empty", at: 0) }
        while offset < count {
            let length: UInt32 = try RecordCursor.integer(content.span, &offset, end: count)
            guard length > 0, Int(length) <= count - offset else {
                throw FormatFault("a record goes beyond its block", at: offset)
            }
            let end = offset + Int(length)
            let kind = content[offset]
            offset += 1
            if (SegmentFormat.RecordKind.insert...SegmentFormat.RecordKind.delete).contains(kind) {
                try decodeRow(kind, content.span, &offset, end, withRows, into: &block.batch)
            } else {
                try decodeOther(kind, content.span, &offset, end, into: &block, &beginIndex)
            }
            guard offset == end else { throw FormatFault("a record has bytes behind its end", at: offset) }
        }
        guard !isInTransaction || !block.reachesPosition else {
            throw FormatFault("a transaction goes on behind a block that it does not begin", at: count)
        }
        block.endsBetweenTransactions = !isInTransaction
        block.batch.relations = relations.relations
        block.batch.bytes = content
        return block
    }

    @inline(__always)
    private mutating func decodeRow(
        _ kind: UInt8,
        _ bytes: Span<UInt8>,
        _ offset: inout Int,
        _ end: Int,
        _ withRows: Bool,
        into batch: inout ChangeBatch
    ) throws(FormatFault) {
        try requireTransaction(true, at: offset)
        rowsInTransaction += 1
        guard withRows else {
            offset = end
            return
        }
        let identifier = try RecordCursor.varint(bytes, &offset, end: end)
        guard identifier < UInt64(described.count) else { throw FormatFault("a relation is not described", at: offset) }
        let relation = described[Int(identifier)]
        let firstValue = batch.values.count
        let operation: RowOperation
        switch kind {
        case SegmentFormat.RecordKind.insert: operation = .insert
        case SegmentFormat.RecordKind.update: operation = .update
        default: operation = .delete
        }
        guard operation != .insert || relation.oldCount == 0, operation != .delete || relation.newCount == 0 else {
            throw FormatFault("a relation has an image that the change has not", at: offset)
        }
        for _ in 0..<(relation.newCount + relation.oldCount) {
            batch.values.append(try Self.value(bytes, &offset, end))
        }
        batch.records.append(
            .row(RowChange(operation: operation, relation: relation.index, firstValue: firstValue))
        )
    }

    @inline(__always)
    private static func value(_ bytes: Span<UInt8>, _ offset: inout Int, _ end: Int) throws(FormatFault) -> ValueSlot {
        let tag = try RecordCursor.varint(bytes, &offset, end: end)
        switch tag {
        case SegmentFormat.ValueTag.null: return .null
        case SegmentFormat.ValueTag.absent: return .absent
        default:
            let length = tag - SegmentFormat.ValueTag.firstText
            guard length <= UInt64(end - offset) else {
                throw FormatFault("a value goes beyond its record", at: offset)
            }
            let range = offset..<(offset + Int(length))
            offset = range.upperBound
            return ValueSlot(range: range)
        }
    }

    private mutating func decodeOther(
        _ kind: UInt8,
        _ bytes: Span<UInt8>,
        _ offset: inout Int,
        _ end: Int,
        into block: inout DecodedBlock,
        _ beginIndex: inout Int?
    ) throws(FormatFault) {
        switch kind {
        case SegmentFormat.RecordKind.relation:
            try decodeRelation(bytes, &offset, end)
        case SegmentFormat.RecordKind.begin:
            try requireTransaction(false, at: offset)
            isInTransaction = true
            rowsInTransaction = 0
            beginIndex = block.batch.records.count
            block.batch.records.append(.begin(try Self.begin(bytes, &offset, end)))
        case SegmentFormat.RecordKind.truncate:
            try requireTransaction(true, at: offset)
            block.batch.truncations.append(try Self.truncation(bytes, &offset, end))
            block.batch.records.append(.truncate(block.batch.truncations.count - 1))
        case SegmentFormat.RecordKind.schemaChange:
            try requireTransaction(true, at: offset)
            block.batch.schemaChanges.append(SchemaChange(text: try RecordCursor.text(bytes, &offset, end: end)))
            block.batch.records.append(.schemaChange(block.batch.schemaChanges.count - 1))
        case SegmentFormat.RecordKind.commit:
            try requireTransaction(true, at: offset)
            let commit = try commit(bytes, &offset, end)
            close(commit, in: &block, &beginIndex)
        case SegmentFormat.RecordKind.position:
            try requireTransaction(false, at: offset)
            let position = LSN(try RecordCursor.integer(bytes, &offset, end: end))
            guard position >= lastPosition else { throw FormatFault("a position goes backwards", at: offset) }
            reach(position, in: &block)
            block.batch.records.append(.position(position))
        default:
            throw FormatFault("a record is of the unknown kind \(kind)", at: offset)
        }
    }

    private func requireTransaction(_ expected: Bool, at offset: Int) throws(FormatFault) {
        guard isInTransaction == expected else {
            throw FormatFault(
                expected ? "a record stands outside any transaction" : "a transaction has no end",
                at: offset
            )
        }
    }

    private mutating func close(_ commit: TransactionCommit, in block: inout DecodedBlock, _ beginIndex: inout Int?) {
        isInTransaction = false
        block.firstCommit = block.firstCommit ?? commit
        var entry = SegmentIndex.Entry(offset: 0)
        entry.firstCommitTime = commit.time
        entry.lastCommitTime = commit.time
        entry.transactions = 1
        entry.rows = UInt32(clamping: rowsInTransaction)
        block.run = block.run.joined(with: entry)
        reach(commit.position, in: &block)
        block.batch.records.append(.commit(commit))
        if let index = beginIndex, case .begin(let begin) = block.batch.records[index] {
            block.batch.records[index] = .begin(begin.completed(by: commit))
        }
        beginIndex = nil
    }

    private mutating func reach(_ position: LSN, in block: inout DecodedBlock) {
        lastPosition = position
        block.run.lastPosition = position
        block.reachesPosition = true
    }

    private static func begin(
        _ bytes: Span<UInt8>,
        _ offset: inout Int,
        _ end: Int
    ) throws(FormatFault) -> TransactionBegin {
        TransactionBegin(
            transactionIdentifier: try RecordCursor.optional(bytes, &offset, end: end),
            commitSequenceNumber: try RecordCursor.optional(bytes, &offset, end: end)
        )
    }

    private mutating func commit(
        _ bytes: Span<UInt8>,
        _ offset: inout Int,
        _ end: Int
    ) throws(FormatFault) -> TransactionCommit {
        let commit = TransactionCommit(
            position: LSN(try RecordCursor.integer(bytes, &offset, end: end)),
            transactionIdentifier: try RecordCursor.optional(bytes, &offset, end: end),
            commitSequenceNumber: try RecordCursor.optional(bytes, &offset, end: end),
            time: CommitTime(spooled: try RecordCursor.integer(bytes, &offset, end: end))
        )
        guard commit.position > lastPosition else {
            throw FormatFault("a commit's position goes backwards", at: offset)
        }
        let rows = try RecordCursor.varint(bytes, &offset, end: end)
        guard rows == rowsInTransaction else { throw FormatFault("a transaction lacks rows", at: offset) }
        return commit
    }

    private static func truncation(
        _ bytes: Span<UInt8>,
        _ offset: inout Int,
        _ end: Int
    ) throws(FormatFault) -> Truncation {
        let flags: UInt8 = try RecordCursor.integer(bytes, &offset, end: end)
        guard flags & ~SegmentFormat.TruncateFlag.all == 0 else { throw FormatFault("a flag is unknown", at: offset) }
        let count = try RecordCursor.count(bytes, &offset, end: end)
        var tables: [TableName] = []
        for _ in 0..<count {
            let schema = try RecordCursor.text(bytes, &offset, end: end)
            tables.append(TableName(schema: schema, table: try RecordCursor.text(bytes, &offset, end: end)))
        }
        return Truncation(
            tables: tables,
            restartsSequences: flags & SegmentFormat.TruncateFlag.restartsSequences != 0,
            cascades: flags & SegmentFormat.TruncateFlag.cascades != 0
        )
    }

    private mutating func decodeRelation(_ bytes: Span<UInt8>, _ offset: inout Int, _ end: Int) throws(FormatFault) {
        let identifier = try RecordCursor.varint(bytes, &offset, end: end)
        guard identifier == UInt64(described.count) else { throw FormatFault("a relation is out of order", at: offset) }
        let schema = try RecordCursor.text(bytes, &offset, end: end)
        let name = TableName(schema: schema, table: try RecordCursor.text(bytes, &offset, end: end))
        let count = try RecordCursor.count(bytes, &offset, end: end)
        var columns: [Column] = []
        for _ in 0..<count { columns.append(try Self.column(bytes, &offset, end)) }
        let relation = Relation(table: name, columns: columns)
        described.append(
            DescribedRelation(
                index: relations.index(of: relation),
                newCount: relation.newColumnIndices.count,
                oldCount: relation.oldColumnIndices.count
            )
        )
    }

    private static func column(_ bytes: Span<UInt8>, _ offset: inout Int, _ end: Int) throws(FormatFault) -> Column {
        let flags: UInt8 = try RecordCursor.integer(bytes, &offset, end: end)
        guard flags & ~SegmentFormat.ColumnFlag.all == 0 else { throw FormatFault("a flag is unknown", at: offset) }
        let name = try RecordCursor.text(bytes, &offset, end: end)
        let typeName = try RecordCursor.text(bytes, &offset, end: end)
        let identifier = try RecordCursor.varint(bytes, &offset, end: end)
        guard let typeIdentifier = UInt32(exactly: identifier) else {
            throw FormatFault("a type's number is too large", at: offset)
        }
        return Column(
            name: name,
            typeName: typeName,
            typeIdentifier: typeIdentifier,
            isInNewImage: flags & SegmentFormat.ColumnFlag.inNewImage != 0,
            isInOldImage: flags & SegmentFormat.ColumnFlag.inOldImage != 0
        )
    }
}
