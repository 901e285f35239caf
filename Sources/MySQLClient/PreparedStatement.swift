internal import CMySQL

/// A statement that the server has parsed once and runs with new values each time. Keeps its connection alive.
///
/// It shares the connection's rule: one thread at a time, and that includes letting go of it.
package final class PreparedStatement {
    package let parameterCount: Int

    let handle: StatementHandle
    let connection: MySQLConnection
    private let summary: StatementSummary

    init(sql: String, connection: MySQLConnection) throws(MySQLError) {
        let summary = StatementSummary(of: sql)
        let operation = "prepare \(summary) on \(connection.endpoint)"
        guard let handle = StatementHandle(connection: connection.handle) else {
            throw MySQLError(connection: connection.handle.pointer, operation: operation)
        }
        guard Self.prepare(sql, handle.pointer) else {
            throw MySQLError(statement: handle.pointer, operation: operation)
        }
        parameterCount = Int(mysql_stmt_param_count(handle.pointer))
        self.handle = handle
        self.connection = connection
        self.summary = summary
    }

    /// Runs the statement once and drops its rows, if it has any.
    @discardableResult
    package func execute(_ parameters: borrowing ParameterList) throws(MySQLError) -> StatementOutcome {
        precondition(parameters.count == parameterCount, "a value is bound to every placeholder, and no more")
        ClientLibrary.enter()
        let succeeded = connection.bindings.withBindings(of: parameters) { binds in
            bind(binds) && mysql_stmt_execute(handle.pointer) == 0
        }
        guard succeeded else { throw failure("run") }
        let outcome = StatementOutcome(
            affectedRows: UInt64(mysql_stmt_affected_rows(handle.pointer)),
            // The statement's own count exists in MariaDB's library only; the connection's is the same number.
            warningCount: mysql_warning_count(connection.handle.pointer)
        )
        try drainResults()
        return outcome
    }

    private static func prepare(_ sql: String, _ pointer: UnsafeMutablePointer<MYSQL_STMT>) -> Bool {
        var sql = sql
        return sql.withUTF8 { text in
            text.withMemoryRebound(to: CChar.self) {
                mysql_stmt_prepare(pointer, $0.baseAddress, UInt($0.count)) == 0
            }
        }
    }

    /// Needed before every execution, since the values have moved. The library refuses to bind nothing.
    func bind(_ binds: UnsafeMutablePointer<MYSQL_BIND>?) -> Bool {
        parameterCount == 0 || succeeded(mysql_stmt_bind_param(handle.pointer, binds))
    }

    /// A routine may answer with several results; each must be taken, or the next statement is out of step.
    func drainResults() throws(MySQLError) {
        let noMoreResults: Int32 = -1
        var status: Int32 = 0
        while status == 0 {
            if mysql_stmt_field_count(handle.pointer) > 0 {
                _ = mysql_stmt_free_result(handle.pointer)
            }
            status = mysql_stmt_next_result(handle.pointer)
        }
        guard status == noMoreResults else { throw failure("finish") }
    }

    func failure(_ verb: String) -> MySQLError {
        MySQLError(statement: handle.pointer, operation: "\(verb) \(summary) on \(connection.endpoint)")
    }
}

/// `my_bool`, where true is a failure: a char in MariaDB's library, a bool in MySQL's.
func succeeded(_ failed: CChar) -> Bool { failed == 0 }
func succeeded(_ failed: Bool) -> Bool { !failed }
