package import ChangeModel

/// One row that is certainly not the same on both sides. It names keys and columns, never other values.
package struct RowDifference: Sendable, Equatable {
    package enum Kind: String, Sendable {
        /// The source has it, the target does not.
        case missing
        /// The target has it, the source does not.
        case extra
        case different
        /// Whether it differs could not be found out: it was written all the time, or replay is too far behind.
        case unsettled
    }

    package let table: TableName
    package let kind: Kind
    /// Names and values of the key's columns; empty for a table without one.
    package let key: [KeyValue]
    /// The columns that differ, for a row that is on both sides.
    package let columns: [String]
    /// How often the row is there, for a table without a key.
    package let sourceRows: Int?
    package let targetRows: Int?

    /// A column of a key, its value as people read it.
    package struct KeyValue: Sendable, Equatable {
        package let column: String
        package let value: String
    }

    package var description: String {
        let place = key.isEmpty ? "a row" : "(" + key.map { "\($0.column) = \($0.value)" }.joined(separator: ", ") + ")"
        let counts =
            sourceRows.flatMap { ours in targetRows.map { ": \(ours) in the source, \($0) in the target" } } ?? ""
        switch kind {
        case .missing: return "\(table): \(place) is missing in the target\(counts)"
        case .extra: return "\(table): \(place) is in the target only\(counts)"
        case .different: return "\(table): \(place) differs in \(columns.joined(separator: ", "))"
        case .unsettled:
            return "\(table): \(place) could not be settled: it was written all the time, or replay is too far behind"
        }
    }
}
