import ChangeModel
import Testing

struct TransactionBeginTests {
    private let commit = TransactionCommit(
        position: LSN(100),
        transactionIdentifier: 7,
        commitSequenceNumber: 9,
        time: nil
    )

    @Test func takesItsSequenceNumberFromTheCommitWhereItHasNone() {
        let begin = TransactionBegin(transactionIdentifier: 7, commitSequenceNumber: nil).completed(by: commit)
        #expect(begin.commitSequenceNumber == 9)
        #expect(begin.commit == commit)
    }

    @Test func keepsItsOwnSequenceNumber() {
        let begin = TransactionBegin(transactionIdentifier: 7, commitSequenceNumber: 8).completed(by: commit)
        #expect(begin.commitSequenceNumber == 8)
    }
}
