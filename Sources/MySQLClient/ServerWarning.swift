/// One line of SHOW WARNINGS, with every row value taken out of its message.
package struct ServerWarning: Sendable, Equatable, CustomStringConvertible {
    /// `Note`, `Warning` or `Error`, as the server says it.
    package let level: String
    package let code: UInt32
    package let message: String

    package init(level: String, code: UInt32, serverMessage: String) {
        self.level = level
        self.code = code
        self.message = RedactedMessage(code: code, serverMessage: serverMessage).text
    }

    package var description: String { "\(level) \(code): \(message)" }
}
