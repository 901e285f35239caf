import Replay

/// Why something that was asked of the quarantine is not done.
enum QuarantineRefusal: Error, CustomStringConvertible {
    case empty(table: String)
    case rowUnknown(identifier: UInt64, table: String)
    /// Only rows in some states can be treated so.
    case wrongState(identifier: UInt64, state: QuarantineState, verb: String)
    case changeUnreadable(identifier: UInt64)
    case columnUnknown(identifier: UInt64, column: String, columns: [String])
    /// A DELETE writes nothing.
    case nothingToEdit(identifier: UInt64)
    case refusedAgain(rows: Int)

    var description: String {
        switch self {
        case .empty(let table):
            "the target has no table \(table): no row was ever set aside, unless replay.quarantine_table had another name then"
        case .rowUnknown(let identifier, let table):
            "there is no row \(identifier) in \(table): `reverse-migration quarantine ls` lists those that there are"
        case .wrongState(let identifier, let state, let verb):
            "the row \(identifier) is \(state.rawValue), and only one that is held can be \(verb): `reverse-migration quarantine show"
                + " \(identifier)` says more of it"
        case .changeUnreadable(let identifier):
            "the change of the row \(identifier) is not as replay wrote it: take it from the spool with `reverse-migration spool dump` and drop"
                + " the row"
        case .columnUnknown(let identifier, let column, let columns):
            "the row \(identifier) has no new value of a column \(column): name one of \(columns.joined(separator: ", "))"
        case .nothingToEdit(let identifier):
            "the row \(identifier) is a DELETE, which has no new values: mend the target and retry it, or drop it"
        case .refusedAgain(let rows):
            "\(rows) of the rows do not fit yet: their reasons are above; mend the target, or edit or drop them, and retry"
        }
    }
}
