/// A session with one of the two servers that only reads. Used by one thread at a time.
protocol DatabaseSession: AnyObject, Sendable {
    var dialect: any SQLDialect { get }

    /// Rows as texts, nil for NULL. `operation` says for people what they are wanted for.
    func rows(_ sql: String, to operation: String) throws(VerificationError) -> [[String?]]
}
