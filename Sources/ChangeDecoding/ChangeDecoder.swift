package import ChangeModel

/// Decodes an openGauss stream, in any of its dialects, to changes in UTF-8.
///
/// Values keep their place in the messages' bytes, which become the batch's: a text that needs no rewriting is never copied.
/// The relations that it has seen stay for its life, so their indices mean the same in every batch.
package struct ChangeDecoder: ~Copyable {
    private let dialect: Dialect
    private let rules: AcknowledgementRules
    private var relations: RelationTable
    private var jsonRows = JSONRows()
    private var textRows = TextRows()
    private var binaryRows = BinaryRows()
    /// How the open transaction began; nil between transactions.
    private var open: TransactionBegin?
    private var lastSize = BatchDraft.Size()

    /// `lookUpNames` asks the source's catalogue, where one can be reached: once for each name that the stream leaves open.
    package init(
        _ options: DecoderOptions = DecoderOptions(),
        lookUpNames: @escaping () -> SourceNames? = { nil }
    ) throws(DecodingError) {
        let encoding = try TextEncoding(serverName: options.encoding)
        dialect = options.dialect
        rules = AcknowledgementRules(options.dialect)
        relations = RelationTable(options, encoding: encoding, lookUpNames: lookUpNames)
    }

    /// How many shapes of rows were parsed; all others were found by comparison.
    var shapeCount: Int { jsonRows.shapeCount + textRows.shapeCount + binaryRows.shapeCount }

    /// To be called when a stream begins anew: what was open will come again from its start.
    package mutating func restartStream() {
        open = nil
    }

    /// Decodes a run of messages. A keepalive becomes a `position` record where it may be trusted, and nothing elsewhere.
    package mutating func decode(_ messages: consuming MessageBatch) throws(DecodingError) -> ChangeBatch {
        var draft = BatchDraft(messages, expecting: lastSize)
        for message in messages.messages {
            switch message {
            case .keepalive(let walEnd):
                if rules.trustsKeepalive(isInTransaction: open != nil) { draft.batch.records.append(.position(walEnd)) }
            case .data(let position, let range):
                do throws(MessageFault) {
                    try decode(
                        messages.bytes.span.extracting(range),
                        at: position,
                        base: range.lowerBound,
                        into: &draft
                    )
                } catch {
                    throw DecodingError(error, at: position)
                }
            }
        }
        lastSize = draft.size
        return draft.finish(consume messages, relations.relations)
    }

    private mutating func decode(
        _ payload: Span<UInt8>,
        at position: LSN,
        base: Int,
        into draft: inout BatchDraft
    ) throws(MessageFault) {
        guard var frames = BatchFrames(dialect) else {
            return try record(payload, at: position, base: base, into: &draft)
        }
        while let frame = try frames.next(in: payload) {
            let start = frame.range.lowerBound
            do throws(MessageFault) {
                try record(payload.extracting(frame.range), at: frame.position, base: base + start, into: &draft)
            } catch {
                throw error.moved(by: start)
            }
        }
    }

    private mutating func record(
        _ bytes: Span<UInt8>,
        at position: LSN,
        base: Int,
        into draft: inout BatchDraft
    ) throws(MessageFault) {
        guard bytes.count > 0 else { throw MessageFault("it is empty", at: 0) }
        let kind = try RecordKind(bytes[0], in: dialect.style)
        try requireTransaction(kind != .begin)
        switch kind {
        case .begin:
            let begin = try begin(bytes)
            draft.batch.records.append(.begin(begin))
            open = begin
        case .row:
            draft.batch.records.append(.row(try row(bytes, base: base, into: &draft)))
        case .truncation:
            draft.append(try SerialLines.truncate(bytes, relations.encoding))
        case .schemaChange:
            draft.append(try SerialLines.schemaChange(bytes, relations.encoding))
        case .commit:
            draft.batch.records.append(.commit(try commit(bytes, at: position)))
            open = nil
        }
    }

    private func requireTransaction(_ expected: Bool) throws(MessageFault) {
        guard (open != nil) != expected else { return }
        throw MessageFault(
            expected ? "it belongs to no transaction" : "a transaction begins inside another one",
            at: 0
        )
    }

    private func begin(_ bytes: Span<UInt8>) throws(MessageFault) -> TransactionBegin {
        switch dialect.style {
        case .serial: try SerialLines.begin(bytes)
        case .parallelJSON, .parallelText: try ParallelLines.begin(bytes)
        case .parallelBinary: try BinaryRecords.begin(bytes)
        }
    }

    /// The commit, with what only the begin said.
    private func commit(_ bytes: Span<UInt8>, at position: LSN) throws(MessageFault) -> TransactionCommit {
        guard let position = rules.position(ofCommitAt: position) else {
            throw MessageFault("its position is the last there can be", at: 0)
        }
        let commit: TransactionCommit
        switch dialect.style {
        case .serial: commit = try SerialLines.commit(bytes, at: position)
        case .parallelJSON, .parallelText: commit = try ParallelLines.commit(bytes, at: position)
        case .parallelBinary: commit = try BinaryRecords.commit(bytes, at: position)
        }
        return TransactionCommit(
            position: commit.position,
            transactionIdentifier: commit.transactionIdentifier,
            commitSequenceNumber: commit.commitSequenceNumber ?? open?.commitSequenceNumber,
            time: commit.time
        )
    }

    private mutating func row(
        _ bytes: Span<UInt8>,
        base: Int,
        into draft: inout BatchDraft
    ) throws(MessageFault) -> RowChange {
        let change: RowChange
        switch dialect.style {
        case .serial, .parallelJSON:
            change = try jsonRows.row(bytes, base: base, into: &draft.batch.values, &draft.literals, &relations)
        case .parallelText:
            change = try textRows.row(bytes, base: base, into: &draft.batch.values, &draft.literals, &relations)
        case .parallelBinary:
            change = try binaryRows.row(bytes, base: base, into: &draft.batch.values, &draft.literals, &relations)
        }
        if !relations.encoding.leavesValues {
            try draft.convertValues(of: change, bytes, base: base, relations)
        }
        return change
    }
}
