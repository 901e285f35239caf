internal import CMySQL

/// How an error is taken from the C library's handles, before a later call on them overwrites it.
extension MySQLError {
    init(connection: UnsafeMutablePointer<MYSQL>, operation: String) {
        self.init(
            code: mysql_errno(connection),
            sqlState: String(cString: mysql_sqlstate(connection)),
            operation: operation,
            serverMessage: String(cString: mysql_error(connection))
        )
    }

    init(statement: UnsafeMutablePointer<MYSQL_STMT>, operation: String) {
        self.init(
            code: mysql_stmt_errno(statement),
            sqlState: String(cString: mysql_stmt_sqlstate(statement)),
            operation: operation,
            serverMessage: String(cString: mysql_stmt_error(statement))
        )
    }
}
