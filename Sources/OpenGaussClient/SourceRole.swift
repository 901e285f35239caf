/// Which of several servers is wanted: the one that takes changes, one that only follows, or whichever answers first.
package enum SourceRole: Sendable {
    case primary, standby, any

    /// For people: what a server is that is not wanted.
    var opposite: String {
        switch self {
        case .primary: "a standby, where the primary is wanted"
        case .standby: "the primary, where a standby is wanted"
        case .any: "of another role"
        }
    }
}
