internal import MySQLClient

extension ReplayError {
    /// Asks the target: what the server, or the way to it, says against `body` is the target's error.
    static func asking<Value>(_ body: () throws(MySQLError) -> Value) throws(ReplayError) -> Value {
        do throws(MySQLError) { return try body() } catch { throw .target(error) }
    }
}
