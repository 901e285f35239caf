internal import CMySQL

extension MySQLConnection {
    /// Whether the server takes LOAD DATA LOCAL. It may be switched while we are connected.
    package func serverAllowsLocalInfile() throws(MySQLError) -> Bool {
        try query("SELECT @@GLOBAL.local_infile").first?.first == "1"
    }

    /// Hands the rows to the server as the content of a file that does not exist. What came of them is in the outcome, not in an error.
    package func loadData(
        _ statement: borrowing LoadStatement,
        content: borrowing LoadDataBuffer
    ) throws(MySQLError) -> LoadOutcome {
        precondition(allowsLocalInfile, "the connection's options allow a load")
        let result = content.bytes.withUnsafeBytes { bytes in
            handle.infile.offering(bytes) { () -> Result<Void, MySQLError> in
                do throws(MySQLError) { return .success(try send(statement.sql)) } catch { return .failure(error) }
            }
        }
        try result.get()
        let counts = loadCounts()
        let outcome = LoadOutcome(
            records: counts.records,
            affectedRows: UInt64(mysql_affected_rows(handle.pointer)),
            skipped: counts.skipped,
            warningCount: mysql_warning_count(handle.pointer)
        )
        try drainResults(of: statement.sql)
        return outcome
    }

    /// `Records: 3  Deleted: 0  Skipped: 1  Warnings: 1`, in the language of the server's messages: the numbers' order is what counts.
    private func loadCounts() -> (records: UInt64, skipped: UInt64) {
        guard let info = mysql_info(handle.pointer) else { return (0, 0) }
        let numbers = String(cString: info).split { !$0.isASCII || !$0.isNumber }.compactMap { UInt64($0) }
        return numbers.count == 4 ? (numbers[0], numbers[2]) : (0, 0)
    }
}
