/// The start of a transaction, as far as it is known there.
package struct TransactionBegin: Equatable, Sendable {
    package let transactionIdentifier: UInt64?
    /// openGauss's commit sequence number; the serial dialect tells it only at the commit.
    package let commitSequenceNumber: UInt64?
    /// How the transaction ends, where that is known already: in what comes from a spool it always is.
    package let commit: TransactionCommit?

    @inlinable
    package init(transactionIdentifier: UInt64?, commitSequenceNumber: UInt64?, commit: TransactionCommit? = nil) {
        self.transactionIdentifier = transactionIdentifier
        self.commitSequenceNumber = commitSequenceNumber
        self.commit = commit
    }

    /// The same begin, once the commit is known.
    package func completed(by commit: TransactionCommit) -> TransactionBegin {
        TransactionBegin(
            transactionIdentifier: transactionIdentifier,
            commitSequenceNumber: commitSequenceNumber ?? commit.commitSequenceNumber,
            commit: commit
        )
    }
}
