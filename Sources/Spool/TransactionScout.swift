internal import ChangeModel

/// Looks ahead over the blocks of one transaction that does not end in the block where it begins, to find its commit.
///
/// It keeps its place, so that a giant that is still being written is read ahead once and not again at every look.
struct TransactionScout {
    /// Where the transaction's first block stands, and the decoder's state there.
    let start: UInt64
    let decoderAtStart: RecordDecoder
    private(set) var offset: UInt64
    private var decoder: RecordDecoder

    /// Where the transaction ends, and what was learnt of it.
    struct Finding {
        let commit: TransactionCommit
        /// The block that holds the commit.
        let lastBlock: UInt64
        /// Behind that block.
        let end: UInt64
    }

    init(start: UInt64, decoder: RecordDecoder) {
        self.start = start
        decoderAtStart = decoder
        offset = start
        self.decoder = decoder
    }

    enum Result {
        case found(Finding)
        /// The commit is not there yet.
        case notYet
        /// The transaction was cut away: what followed it is something else now.
        case gone
    }

    mutating func advance(_ segment: inout SegmentReader) throws(SpoolError) -> Result {
        segment.seek(to: offset)
        while true {
            let blockOffset = segment.offset
            switch try segment.next() {
            case .end: return .notYet
            case .sealed: return .gone
            case .block(let content):
                let block = try SealedSegment.parsed(segment.path, blockOffset) { () throws(FormatFault) in
                    try decoder.decode(content, withRows: false)
                }
                offset = segment.offset
                if let commit = block.firstCommit {
                    return .found(Finding(commit: commit, lastBlock: blockOffset, end: segment.offset))
                }
            }
        }
    }
}
