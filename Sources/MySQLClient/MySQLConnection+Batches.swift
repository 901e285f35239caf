internal import CMySQL

extension MySQLConnection {
    /// Runs the statements of a batch, in order, in one packet and one round trip, and writes what the server counted for each.
    ///
    /// After an error `outcomes` has those of the statements that ran. `warnings()` afterwards speaks of the last statement only.
    package func executeBatch(
        _ batch: borrowing StatementBatch,
        into outcomes: inout [StatementOutcome]
    ) throws(BatchError) {
        outcomes.removeAll(keepingCapacity: true)
        guard batch.count > 0 else { return }
        precondition(allowsStatementBatches || batch.count == 1, "the connection's options allow batches")
        var status: Int32 = send(batch.bytes)
        while status == 0 {
            outcomes.append(
                StatementOutcome(
                    affectedRows: UInt64(mysql_affected_rows(handle.pointer)),
                    warningCount: mysql_warning_count(handle.pointer)
                )
            )
            dropRows()
            status = mysql_next_result(handle.pointer)
        }
        guard status == Self.noMoreResults else {
            let operation = "run \(batch.summary(at: outcomes.count)) on \(endpoint)"
            throw BatchError(
                index: outcomes.count,
                error: MySQLError(connection: handle.pointer, operation: operation)
            )
        }
        precondition(outcomes.count == batch.count, "each statement of a batch gives one result")
    }

    private static let noMoreResults: Int32 = -1

    private func send(_ bytes: [UInt8]) -> Int32 {
        ClientLibrary.enter()
        return bytes.withUnsafeBufferPointer { text in
            text.withMemoryRebound(to: CChar.self) {
                mysql_real_query(handle.pointer, $0.baseAddress, UInt($0.count))
            }
        }
    }

    private func dropRows() {
        guard mysql_field_count(handle.pointer) > 0, let result = mysql_store_result(handle.pointer) else { return }
        mysql_free_result(result)
    }
}
