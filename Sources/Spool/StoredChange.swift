package import ChangeModel

/// One row's change by itself, in the bytes of a block that holds a transaction of this row alone: with its relation, so that it can be
/// applied again exactly, however much later.
package enum StoredChange {
    package static func encoded(_ change: RowChange, of batch: borrowing ChangeBatch, committed position: LSN)
        -> [UInt8]
    {
        var encoder = RecordEncoder(lastPosition: .zero)
        encoder.append(TransactionBegin(transactionIdentifier: nil, commitSequenceNumber: nil))
        encoder.append(change, of: batch)
        let commit = TransactionCommit(
            position: position,
            transactionIdentifier: nil,
            commitSequenceNumber: nil,
            time: nil
        )
        precondition(encoder.append(commit), "a transaction commits behind the beginning of the log")
        return encoder.pending
    }
}
