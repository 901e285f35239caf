internal import ChangeModel

/// Which position the source may be told, and nothing else.
///
/// The position we acknowledge moves only to the end of a transaction that is fsynced in the spool, or to a keepalive's position that the
/// spool has recorded, which happens only when no transaction was in flight. What is acknowledged the source forgets: one position too
/// far and transactions are lost.
struct ConfirmedPosition: Equatable, Sendable {
    /// The greatest position known to be durable; what a reply to the source carries.
    private(set) var durable: LSN
    /// The greatest position that was in a message; what `received` in a reply carries.
    private(set) var received: LSN

    init(durable: LSN) {
        self.durable = durable
        received = durable
    }

    /// The spool synced everything up to `position`.
    mutating func spooled(_ position: LSN) {
        precondition(position >= durable, "what was durable cannot become less")
        durable = position
        received = max(received, position)
    }

    mutating func sawMessage(at position: LSN) {
        received = max(received, position)
    }
}
