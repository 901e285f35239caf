/// What becomes of a TRUNCATE in the stream.
package enum TruncationPolicy: Sendable {
    /// The target's rows are deleted, in the transaction.
    case apply
    /// Replay stops before its transaction.
    case stop
    /// The target's rows stay, and the log says so.
    case ignore
}
