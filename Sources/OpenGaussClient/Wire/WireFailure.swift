/// What went wrong between here and the server, before anyone has said during which operation: `during` makes the whole sentence.
package struct WireFailure: Error, Equatable, Sendable {
    package let kind: SourceError.Kind
    package let sqlState: String
    package let message: String

    init(_ kind: SourceError.Kind, sqlState: String = "", _ message: String) {
        self.kind = kind
        self.sqlState = sqlState
        self.message = message
    }

    /// What no server of this kind sends.
    static func violation(_ message: String) -> WireFailure {
        WireFailure(.protocolViolation, message)
    }

    func during(_ operation: String) -> SourceError {
        SourceError(kind, operation: operation, sqlState: sqlState, message: message)
    }
}
