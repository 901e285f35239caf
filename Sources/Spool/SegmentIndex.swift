package import ChangeModel

/// The sparse index at the end of a sealed segment: runs of blocks that begin and end between transactions.
package struct SegmentIndex: Equatable, Sendable {
    package private(set) var entries: [Entry] = []

    package struct Entry: Equatable, Sendable {
        /// Of the run's first block in the file.
        package var offset: UInt64
        /// The greatest position in the run.
        package var lastPosition = LSN.zero
        package var firstCommitTime: CommitTime?
        package var lastCommitTime: CommitTime?
        package var transactions: UInt32 = 0
        /// Stays at its maximum where there are more.
        package var rows: UInt32 = 0
    }

    init() {}

    package var lastPosition: LSN? { entries.last?.lastPosition }
    package var transactions: UInt64 { entries.reduce(0) { $0 + UInt64($1.transactions) } }
    package var rows: UInt64 { entries.reduce(0) { $0 + UInt64($1.rows) } }
    package var firstCommitTime: CommitTime? { entries.compactMap(\.firstCommitTime).min() }
    package var lastCommitTime: CommitTime? { entries.compactMap(\.lastCommitTime).max() }

    /// Where to begin for what comes after `position`: the first run that holds something later.
    package func offset(after position: LSN) -> UInt64? {
        entries.first { $0.lastPosition > position }?.offset
    }

    /// Adds a run of whole transactions; runs that are small are joined.
    mutating func append(_ run: Entry) {
        guard let last = entries.last, run.offset - last.offset < SegmentFormat.indexRunBytesMin else {
            entries.append(run)
            return
        }
        entries[entries.count - 1] = last.joined(with: run)
    }

    /// The whole frame.
    func encoded() -> [UInt8] {
        var payload: [UInt8] = []
        payload.reserveCapacity(entries.count * SegmentFormat.indexEntryBytes + SegmentFormat.checksumBytes)
        for entry in entries { entry.encode(into: &payload) }
        PayloadChecksum.append(to: &payload)
        return SkippableFrame.encoded(magic: SegmentFormat.indexMagic, payload: payload)
    }

    init(payload: ArraySlice<UInt8>) throws(FormatFault) {
        guard let content = PayloadChecksum.verified(payload) else {
            throw FormatFault("the index's checksum is wrong", at: payload.startIndex)
        }
        guard content.count.isMultiple(of: SegmentFormat.indexEntryBytes) else {
            throw FormatFault("the index has a wrong size", at: payload.startIndex)
        }
        var reader = ByteReader(content)
        while reader.remaining > 0 { entries.append(try Entry(&reader)) }
    }
}

extension SegmentIndex.Entry {
    func joined(with next: Self) -> Self {
        var joined = self
        joined.lastPosition = max(lastPosition, next.lastPosition)
        if let time = next.firstCommitTime { joined.firstCommitTime = min(firstCommitTime ?? time, time) }
        if let time = next.lastCommitTime { joined.lastCommitTime = max(lastCommitTime ?? time, time) }
        joined.transactions = transactions.addingSaturated(next.transactions)
        joined.rows = rows.addingSaturated(next.rows)
        return joined
    }

    fileprivate func encode(into payload: inout [UInt8]) {
        payload.append(littleEndian: offset)
        payload.append(littleEndian: lastPosition.rawValue)
        payload.append(littleEndian: firstCommitTime?.microsecondsSinceEpoch ?? SegmentFormat.unknownTime)
        payload.append(littleEndian: lastCommitTime?.microsecondsSinceEpoch ?? SegmentFormat.unknownTime)
        payload.append(littleEndian: transactions)
        payload.append(littleEndian: rows)
    }

    fileprivate init(_ reader: inout ByteReader) throws(FormatFault) {
        offset = try reader.integer()
        lastPosition = LSN(try reader.integer())
        firstCommitTime = CommitTime(spooled: try reader.integer())
        lastCommitTime = CommitTime(spooled: try reader.integer())
        transactions = try reader.integer()
        rows = try reader.integer()
    }
}

extension CommitTime {
    /// A time as the spool has it, with its mark for unknown.
    init?(spooled: Int64) {
        guard spooled != SegmentFormat.unknownTime else { return nil }
        self.init(microsecondsSinceEpoch: spooled)
    }
}

extension UInt32 {
    func addingSaturated(_ other: UInt32) -> UInt32 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
