package import ChangeModel

/// What a segment says of itself before its first block.
package struct SegmentHeader: Equatable, Sendable {
    package let start: LSN
    package let created: CommitTime
    /// The seal's hash of the segment before; zeros where there is none.
    package let previousHash: [UInt8]
    package let identity: StreamIdentity
    package let dialect: String
    package let writer: String

    package init(
        start: LSN,
        created: CommitTime,
        previousHash: [UInt8],
        identity: StreamIdentity,
        dialect: String,
        writer: String
    ) {
        precondition(previousHash.count == SegmentFormat.hashBytes)
        self.start = start
        self.created = created
        self.previousHash = previousHash
        self.identity = identity
        self.dialect = dialect
        self.writer = writer
    }

    static let noHash = [UInt8](repeating: 0, count: SegmentFormat.hashBytes)

    /// The whole frame.
    func encoded() -> [UInt8] {
        var payload = SegmentFormat.signature
        payload.append(littleEndian: SegmentFormat.version)
        payload.append(littleEndian: UInt16(0))
        payload.append(littleEndian: start.rawValue)
        payload.append(littleEndian: created.microsecondsSinceEpoch)
        payload.append(contentsOf: previousHash)
        for text in [identity.systemIdentifier, identity.database, identity.slot, dialect, writer] {
            payload.append(headerString: text)
        }
        PayloadChecksum.append(to: &payload)
        return SkippableFrame.encoded(magic: SegmentFormat.headerMagic, payload: payload)
    }

    init(payload: ArraySlice<UInt8>) throws(FormatFault) {
        guard payload.starts(with: SegmentFormat.signature) else {
            throw FormatFault("it is no segment of a spool", at: payload.startIndex)
        }
        guard let content = PayloadChecksum.verified(payload) else {
            throw FormatFault("the header's checksum is wrong", at: payload.startIndex)
        }
        var reader = ByteReader(content.dropFirst(SegmentFormat.signature.count))
        let version = try reader.integer(UInt16.self)
        guard version == SegmentFormat.version else {
            throw FormatFault("its format is version \(version), which this program does not know", at: reader.offset)
        }
        guard try reader.integer(UInt16.self) == 0 else {
            throw FormatFault("a reserved field is used", at: reader.offset)
        }
        start = LSN(try reader.integer(UInt64.self))
        created = CommitTime(microsecondsSinceEpoch: try reader.integer(Int64.self))
        previousHash = Array(try reader.take(SegmentFormat.hashBytes))
        identity = StreamIdentity(
            systemIdentifier: try reader.headerString(),
            database: try reader.headerString(),
            slot: try reader.headerString()
        )
        dialect = try reader.headerString()
        writer = try reader.headerString()
        guard reader.remaining == 0 else { throw FormatFault("the header has bytes behind its end", at: reader.offset) }
    }
}
