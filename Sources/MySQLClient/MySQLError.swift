/// A refusal by the server or the client library. Its text holds names, codes and reasons, never a row value.
package struct MySQLError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The server's error number, or the client library's (2000-2999).
    package let code: UInt32
    package let sqlState: String
    /// What was tried, as it follows the word "cannot": `connect to 127.0.0.1:3306 as migrator`.
    package let operation: String
    /// The server's reason, with every row value taken out.
    package let message: String

    /// Takes the server's own words and keeps only what may be logged.
    package init(code: UInt32, sqlState: String, operation: String, serverMessage: String) {
        self.code = code
        self.sqlState = sqlState
        self.operation = operation
        self.message = RedactedMessage(code: code, serverMessage: serverMessage).text
    }

    package var errorClass: ErrorClass { ErrorClass(code: code) }

    /// The server takes no LOAD DATA LOCAL, or no longer: the rows have to go another way. The session lives.
    package var saysLoadIsDisabled: Bool { ServerErrorCode.loadDisabled.contains(code) }

    package var description: String {
        "cannot \(operation): \(message) (error \(code), SQLSTATE \(sqlState))"
    }
}
