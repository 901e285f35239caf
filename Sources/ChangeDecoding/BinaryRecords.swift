internal import ChangeModel

/// The records of style b that are not rows.
///
///     begin:   'B' u64 CSN, u64 first position, ['X' u64 xid], ['T' u32 n, time], ['O' u32 origin]
///     commit:  'C' ['X' u64 xid], ['T' u32 n, time]
enum BinaryRecords {
    static func begin(_ bytes: Span<UInt8>) throws(MessageFault) -> TransactionBegin {
        var offset = 1
        let sequenceNumber = try BigEndian.read(UInt64.self, in: bytes, &offset)
        _ = try BigEndian.read(UInt64.self, in: bytes, &offset)
        let identifier = try transactionIdentifier(bytes, &offset)
        _ = try time(bytes, &offset)
        if ByteScanning.skip("O", in: bytes, &offset) { _ = try BigEndian.read(UInt32.self, in: bytes, &offset) }
        try requireEnd(bytes, offset)
        return TransactionBegin(transactionIdentifier: identifier, commitSequenceNumber: sequenceNumber)
    }

    static func commit(_ bytes: Span<UInt8>, at position: LSN) throws(MessageFault) -> TransactionCommit {
        var offset = 1
        let identifier = try transactionIdentifier(bytes, &offset)
        let time = try time(bytes, &offset)
        try requireEnd(bytes, offset)
        return TransactionCommit(
            position: position,
            transactionIdentifier: identifier,
            commitSequenceNumber: nil,
            time: time
        )
    }

    private static func transactionIdentifier(
        _ bytes: Span<UInt8>,
        _ offset: inout Int
    ) throws(MessageFault) -> UInt64? {
        guard ByteScanning.skip("X", in: bytes, &offset) else { return nil }
        return try BigEndian.read(UInt64.self, in: bytes, &offset)
    }

    private static func time(_ bytes: Span<UInt8>, _ offset: inout Int) throws(MessageFault) -> CommitTime? {
        guard ByteScanning.skip("T", in: bytes, &offset) else { return nil }
        let count = Int(try BigEndian.read(UInt32.self, in: bytes, &offset))
        guard bytes.count - offset >= count else { throw MessageFault("the time has no end", at: offset) }
        guard let time = CommitTime(bytes.extracting(offset..<(offset + count))) else {
            throw MessageFault("the time of the commit is not in ISO form", at: offset)
        }
        offset += count
        return time
    }

    private static func requireEnd(_ bytes: Span<UInt8>, _ offset: Int) throws(MessageFault) {
        guard offset == bytes.count else { throw MessageFault("the record has bytes behind its end", at: offset) }
    }
}
