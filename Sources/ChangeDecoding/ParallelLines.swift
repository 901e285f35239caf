internal import ChangeModel

/// The lines of styles j and t that are not rows: where a transaction begins and ends.
enum ParallelLines {
    /// `BEGIN CSN: n first_lsn: X/Y[ xid: n][ commit_time: time][ origin_id: n]`
    ///
    /// Position and time are read, so that nothing else stands there, and left out: the commit has both.
    static func begin(_ bytes: Span<UInt8>) throws(MessageFault) -> TransactionBegin {
        var offset = 0
        try ByteScanning.expect("BEGIN CSN: ", in: bytes, &offset)
        let sequenceNumber = try ByteScanning.number(in: bytes, &offset)
        try ByteScanning.expect(" first_lsn: ", in: bytes, &offset)
        try position(bytes, &offset)
        let identifier = try number(" xid: ", in: bytes, &offset)
        if ByteScanning.skip(" commit_time: ", in: bytes, &offset) {
            _ = try ByteScanning.time(in: bytes, &offset, until: " origin_id: ")
        }
        _ = try number(" origin_id: ", in: bytes, &offset)
        try ByteScanning.expectEnd(of: bytes, offset)
        return TransactionBegin(transactionIdentifier: identifier, commitSequenceNumber: sequenceNumber)
    }

    /// `commit[ xid: n][ (at time)]`; the commit sequence number stands at the beginning.
    static func commit(_ bytes: Span<UInt8>, at position: LSN) throws(MessageFault) -> TransactionCommit {
        var offset = 0
        try ByteScanning.expect("commit", in: bytes, &offset)
        let identifier = try number(" xid: ", in: bytes, &offset)
        var time: CommitTime?
        if ByteScanning.skip(" (at ", in: bytes, &offset) {
            time = try ByteScanning.time(in: bytes, &offset, until: ")")
            try ByteScanning.expect(")", in: bytes, &offset)
        }
        try ByteScanning.expectEnd(of: bytes, offset)
        return TransactionCommit(
            position: position,
            transactionIdentifier: identifier,
            commitSequenceNumber: nil,
            time: time
        )
    }

    /// The number behind `label`, where that stands.
    private static func number(
        _ label: StaticString,
        in bytes: Span<UInt8>,
        _ offset: inout Int
    ) throws(MessageFault) -> UInt64? {
        guard ByteScanning.skip(label, in: bytes, &offset) else { return nil }
        return try ByteScanning.number(in: bytes, &offset)
    }

    /// `X/Y`, each of 1 to 8 hexadecimal digits.
    private static func position(_ bytes: Span<UInt8>, _ offset: inout Int) throws(MessageFault) {
        try hexadecimal(bytes, &offset)
        try ByteScanning.expect("/", in: bytes, &offset)
        try hexadecimal(bytes, &offset)
    }

    private static func hexadecimal(_ bytes: Span<UInt8>, _ offset: inout Int) throws(MessageFault) {
        let start = offset
        while offset < bytes.count, isHexadecimal(bytes[offset]) { offset += 1 }
        guard (1...8).contains(offset - start) else { throw MessageFault("a position was expected", at: start) }
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "F"),
            UInt8(ascii: "a")...UInt8(ascii: "f"):
            true
        default: false
        }
    }
}
