/// What became of a row that is recorded in the quarantine.
package enum QuarantineState: String, Sendable, CaseIterable {
    /// It does not fit, and is held until somebody settles it.
    case held
    /// It must not overtake one that is held.
    case waiting
    /// Not written, and over: its policy said so.
    case ignored
    /// Written over what was in the way: its policy said so.
    case overwritten
    /// Held, and to be tried again: somebody has asked for it.
    case retry
    /// Written after all.
    case applied
    /// Somebody has given it up.
    case dropped

    /// Whether later changes have to wait for it.
    package var holdsBack: Bool { self == .held || self == .waiting || self == .retry }

    static let holdingBack = allCases.filter(\.holdsBack)
}
