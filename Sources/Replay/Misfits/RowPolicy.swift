/// What becomes of a row that does not fit.
package enum RowPolicy: String, Sendable, CaseIterable {
    /// Replay stops and says where.
    case stop
    /// The row is held in the quarantine, and what must not overtake it waits behind it.
    case quarantine
    /// The target's row gives way, where it is known which one that is.
    case overwrite
    /// The row is recorded, and not written.
    case ignore
}
