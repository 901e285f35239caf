/// In which way a row of the source does not fit what stands in the target.
package enum RowMisfitKind: String, Sendable, CaseIterable {
    case missingRow = "missing_row"
    case duplicateKey = "duplicate_key"
    case severalRows = "several_rows"
    case valueRefused = "value_refused"
    case foreignKey = "foreign_key"

    /// Where nothing says which row of the target would have to give way, nothing can be overwritten.
    package var policies: [RowMisfitPolicy] {
        switch self {
        case .missingRow, .duplicateKey: RowMisfitPolicy.allCases
        case .severalRows, .valueRefused, .foreignKey: [.stop, .quarantine, .ignore]
        }
    }
}
