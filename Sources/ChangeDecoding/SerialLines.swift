internal import ChangeModel

/// The lines of the serial dialect that are not JSON: BEGIN, COMMIT, TRUNCATE and DDL.
enum SerialLines {
    /// `BEGIN[ xid][ ORIGIN_ID n]`
    static func begin(_ bytes: Span<UInt8>) throws(MessageFault) -> TransactionBegin {
        var offset = 0
        try ByteScanning.expect("BEGIN", in: bytes, &offset)
        var identifier: UInt64?
        if offset < bytes.count, !ByteScanning.matches(" ORIGIN_ID ", in: bytes, at: offset) {
            try ByteScanning.expect(" ", in: bytes, &offset)
            identifier = try ByteScanning.number(in: bytes, &offset)
        }
        if ByteScanning.skip(" ORIGIN_ID ", in: bytes, &offset) {
            _ = try ByteScanning.number(in: bytes, &offset)
        }
        try ByteScanning.expectEnd(of: bytes, offset)
        return TransactionBegin(transactionIdentifier: identifier, commitSequenceNumber: nil)
    }

    /// `COMMIT[ xid][ (at time)] CSN n`; the position is the message header's, the end of the commit record.
    static func commit(_ bytes: Span<UInt8>, at position: LSN) throws(MessageFault) -> TransactionCommit {
        var offset = 0
        try ByteScanning.expect("COMMIT ", in: bytes, &offset)
        var identifier: UInt64?
        if offset < bytes.count, bytes[offset] &- UInt8(ascii: "0") <= 9 {
            identifier = try ByteScanning.number(in: bytes, &offset)
            try ByteScanning.expect(" ", in: bytes, &offset)
        }
        var time: CommitTime?
        if ByteScanning.skip("(at ", in: bytes, &offset) {
            time = try ByteScanning.time(in: bytes, &offset, until: ")")
            try ByteScanning.expect(") ", in: bytes, &offset)
        }
        try ByteScanning.expect("CSN ", in: bytes, &offset)
        let sequenceNumber = try ByteScanning.number(in: bytes, &offset)
        try ByteScanning.expectEnd(of: bytes, offset)
        return TransactionCommit(
            position: position,
            transactionIdentifier: identifier,
            commitSequenceNumber: sequenceNumber,
            time: time
        )
    }

    /// `table s.a, s.b: TRUNCATE: (no-flags)`, or ` restart_seqs` and ` cascade` in the place of the last word.
    static func truncate(
        _ bytes: Span<UInt8>,
        _ encoding: borrowing TextEncoding
    ) throws(MessageFault) -> Truncation {
        var offset = 0
        try ByteScanning.expect("table ", in: bytes, &offset)
        var tables: [TableName] = []
        repeat {
            let (schema, table) = try QuotedIdentifier.readTable(in: bytes, &offset, until: ",:", encoding)
            tables.append(TableName(schema: schema, table: table))
        } while ByteScanning.skip(", ", in: bytes, &offset)
        try ByteScanning.expect(": TRUNCATE:", in: bytes, &offset)
        if ByteScanning.skip(" (no-flags)", in: bytes, &offset) {
            try ByteScanning.expectEnd(of: bytes, offset)
            return Truncation(tables: tables, restartsSequences: false, cascades: false)
        }
        let restartsSequences = ByteScanning.skip(" restart_seqs", in: bytes, &offset)
        let cascades = ByteScanning.skip(" cascade", in: bytes, &offset)
        guard restartsSequences || cascades else { throw MessageFault("a TRUNCATE without its flags", at: offset) }
        try ByteScanning.expectEnd(of: bytes, offset)
        return Truncation(tables: tables, restartsSequences: restartsSequences, cascades: cascades)
    }

    /// `prefix: …, lsn: …, relid …, cmdtype: …, size: …, content: …`, and on a second line `decode to: …, [owner …]`.
    ///
    /// The statement is what stands behind `decode to`, its owner included. What the source logged is kept whole where it decoded nothing,
    /// as at the start of a DROP; where the lines come as two messages, each gives its own. No server was seen to send any, so blanks are
    /// not insisted on.
    static func schemaChange(
        _ bytes: Span<UInt8>,
        _ encoding: borrowing TextEncoding
    ) throws(MessageFault) -> SchemaChange {
        let hasLog = ByteScanning.matches("prefix", in: bytes, at: 0)
        var offset = hasLog ? startOfSecondLine(bytes) ?? 0 : 0
        guard ByteScanning.skip("decode to", in: bytes, &offset) else {
            guard hasLog else { throw MessageFault("neither prefix nor decode to was found", at: 0) }
            return SchemaChange(text: try encoding.name(bytes, 0..<bytes.count))
        }
        _ = ByteScanning.skip(" ", in: bytes, &offset)
        try ByteScanning.expect(":", in: bytes, &offset)
        _ = ByteScanning.skip(" ", in: bytes, &offset)
        return SchemaChange(text: try encoding.name(bytes, offset..<bytes.count))
    }

    /// Where the decoded statement begins. What was logged is JSON, in which no newline stands raw.
    private static func startOfSecondLine(_ bytes: Span<UInt8>) -> Int? {
        ByteScanning.firstIndex(of: UInt8(ascii: "\n"), in: bytes, from: 0).map { $0 + 1 }
    }
}
