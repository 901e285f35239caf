internal import ChangeModel

@testable import Replay

extension SourceTransaction {
    /// A transaction of which only its place and its size matter.
    static func sample(
        _ ticket: UInt64,
        position: UInt64? = nil,
        rows: Int = 1,
        bytes: Int = 100,
        standsAlone: Bool = false
    ) -> SourceTransaction {
        SourceTransaction(
            content: .giant(GiantTransaction(queueBytes: 1)),
            commit: TransactionCommit(
                position: LSN(position ?? ticket * 100),
                transactionIdentifier: nil,
                commitSequenceNumber: nil,
                time: CommitTime(microsecondsSinceEpoch: Int64(position ?? ticket * 100))
            ),
            ticket: ticket,
            rowCount: rows,
            bytes: bytes,
            standsAlone: standsAlone
        )
    }
}
