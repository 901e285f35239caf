internal import ChangeModel

/// The lines of the serial dialect that are not JSON: BEGIN, COMMIT and TRUNCATE.
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
        try requireEnd(bytes, offset)
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
        let time = try commitTime(bytes, &offset)
        try ByteScanning.expect("CSN ", in: bytes, &offset)
        let sequenceNumber = try ByteScanning.number(in: bytes, &offset)
        try requireEnd(bytes, offset)
        return TransactionCommit(
            position: position,
            transactionIdentifier: identifier,
            commitSequenceNumber: sequenceNumber,
            time: time
        )
    }

    private static func commitTime(_ bytes: Span<UInt8>, _ offset: inout Int) throws(MessageFault) -> CommitTime? {
        guard ByteScanning.skip("(at ", in: bytes, &offset) else { return nil }
        let start = offset
        while offset < bytes.count, bytes[offset] != UInt8(ascii: ")") { offset += 1 }
        guard let time = CommitTime(bytes.extracting(start..<offset)) else {
            throw MessageFault("the time of the commit is not in ISO form", at: start)
        }
        try ByteScanning.expect(") ", in: bytes, &offset)
        return time
    }

    /// `table s.a, s.b: TRUNCATE: (no-flags)`, or ` restart_seqs` and ` cascade` in the place of the last word.
    static func truncate(_ bytes: Span<UInt8>) throws(MessageFault) -> Truncation {
        var offset = 0
        try ByteScanning.expect("table ", in: bytes, &offset)
        var tables: [TableName] = []
        repeat {
            let (schema, table) = try QuotedIdentifier.readTable(in: bytes, &offset, until: ",:")
            tables.append(TableName(schema: schema, table: table))
        } while ByteScanning.skip(", ", in: bytes, &offset)
        try ByteScanning.expect(": TRUNCATE:", in: bytes, &offset)
        if ByteScanning.skip(" (no-flags)", in: bytes, &offset) {
            try requireEnd(bytes, offset)
            return Truncation(tables: tables, restartsSequences: false, cascades: false)
        }
        let restartsSequences = ByteScanning.skip(" restart_seqs", in: bytes, &offset)
        let cascades = ByteScanning.skip(" cascade", in: bytes, &offset)
        guard restartsSequences || cascades else { throw MessageFault("a TRUNCATE without its flags", at: offset) }
        try requireEnd(bytes, offset)
        return Truncation(tables: tables, restartsSequences: restartsSequences, cascades: cascades)
    }

    private static func requireEnd(_ bytes: Span<UInt8>, _ offset: Int) throws(MessageFault) {
        guard offset == bytes.count else { throw MessageFault("the line has text behind its end", at: offset) }
    }
}
