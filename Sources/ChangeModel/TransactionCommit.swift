/// The end of a transaction; `position` is what may be acknowledged once it is durable.
package struct TransactionCommit: Equatable, Sendable {
    package let position: LSN
    package let transactionIdentifier: UInt64?
    package let commitSequenceNumber: UInt64?
    package let time: CommitTime?

    @inlinable
    package init(
        position: LSN,
        transactionIdentifier: UInt64?,
        commitSequenceNumber: UInt64?,
        time: CommitTime?
    ) {
        self.position = position
        self.transactionIdentifier = transactionIdentifier
        self.commitSequenceNumber = commitSequenceNumber
        self.time = time
    }
}
