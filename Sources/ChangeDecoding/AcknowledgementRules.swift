internal import ChangeModel

/// Which positions of a stream may ever be acknowledged, by dialect. What breaks them loses transactions without a word.
///
/// Source: experiments with openGauss 6.0.0 (docs/opengauss.md). The server leaves a transaction out of a stream if its commit record *starts* before
/// the position that was acknowledged or asked for.
struct AcknowledgementRules {
    private let dialect: Dialect

    init(_ dialect: Dialect) {
        self.dialect = dialect
    }

    /// The position of a transaction, by what stands with its commit: behind the start of its record and not behind the end, so that the transaction does not come
    /// again and the next one does. nil where there can be no such position.
    func position(ofCommitAt position: LSN) -> LSN? {
        guard namesStartOfCommit else { return position }
        return position.rawValue < UInt64.max ? LSN(position.rawValue + 1) : nil
    }

    /// Only a message that holds one line of a parallel style names the start of the record: the header's position. The serial header, and the position
    /// inside a frame, are its end.
    private var namesStartOfCommit: Bool {
        switch dialect.style {
        case .serial, .parallelBinary: false
        case .parallelJSON, .parallelText: !dialect.isBatched
        }
    }

    /// Whether a keepalive's position may become one that is acknowledged. That of parallel decoding is how far the server has *read*: data before it may
    /// not have been sent.
    func trustsKeepalive(isInTransaction: Bool) -> Bool {
        !dialect.isParallel && !isInTransaction
    }
}
