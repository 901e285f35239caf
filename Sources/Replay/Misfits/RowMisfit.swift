internal import MySQLClient

/// In which way a row does not fit what stands in the target; a policy says what becomes of it.
package enum RowMisfit: String, Sendable, CaseIterable {
    /// An UPDATE or DELETE does not find its row.
    case missingRow = "missing_row"
    /// A unique value is taken.
    case duplicateKey = "duplicate_key"
    /// An UPDATE or DELETE finds more than one row.
    case severalRows = "several_rows"
    /// The target cannot hold a value, or would have changed it.
    case valueRefused = "value_refused"
    /// A parent is not there, or children are.
    case foreignKey = "foreign_key"

    /// nil for what no policy may settle, since it is not the row that is wrong.
    init?(_ error: ReplayError) {
        switch error {
        case .rowCount(_, "INSERT", _, _, _): return nil
        case .rowCount(_, _, _, let found, _): self = found == 0 ? .missingRow : .severalRows
        case .valueRefused, .warned: self = .valueRefused
        case .rowRefused(_, _, let refusal, _):
            switch refusal.errorClass {
            case .duplicateKey: self = .duplicateKey
            case .foreignKey: self = .foreignKey
            case .dataRefused: self = .valueRefused
            default: return nil
            }
        default: return nil
        }
    }
}

extension ReplayError {
    /// What is wrong with the row, without where it is and what to do.
    var misfitReason: String {
        switch self {
        case .rowCount(_, _, let keyColumns, let found, _):
            "the target has \(found == 0 ? "no row" : "\(found) rows") with this key (\(keyColumns.joined(separator: ", ")))"
        case .valueRefused(_, let column, let reason, _, _): "the column \(column): \(reason)"
        case .warned(_, let warning, _): "the target would have changed it: \(warning)"
        case .rowRefused(_, _, let refusal, _): "\(refusal.message) (error \(refusal.code))"
        default: description
        }
    }

    /// Whether the statement has changed something before the row was found not to fit: only a ROLLBACK takes that back.
    var leavesTraces: Bool {
        switch self {
        case .warned: true
        case .rowCount(_, _, _, let found, _): found > 0
        default: false
        }
    }
}
