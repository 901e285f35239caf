internal import ChangeModel
internal import MySQLClient

/// How one table is compared: which columns, by which key, in which way.
struct ComparedTable: Sendable {
    /// One column of both sides.
    struct Column: Sendable, Equatable {
        let source: SourceTable.Column
        let target: TargetColumn
        let form: ValueForm
    }

    enum Method: String, Sendable {
        /// Both sides have their rows in the same order of the key: range by range.
        case ranges
        /// Each side has an order of its own: rows fall into buckets by a hash of their key.
        case buckets
        /// No key that both sides have: rows fall into buckets by a hash of themselves, and equal ones are counted.
        case multiset
    }

    let source: TableName
    let target: VerificationOptions.TargetPlace
    let columns: [Column]
    /// Indices of the key's columns, in the source's order; empty for a multiset.
    let key: [Int]
    let method: Method
    let estimatedRows: UInt64?

    var keyColumns: [Column] { key.map { columns[$0] } }
    /// Compared by the servers' hashes.
    var hashedColumns: [Column] { columns.filter { !$0.form.isLoose } }
    /// Compared in this process.
    var looseColumns: [Column] { columns.filter(\.form.isLoose) }
    /// A row's whole content is in its hash.
    var isWhollyHashed: Bool { looseColumns.isEmpty }

    /// The same table, compared in another way.
    func compared(by method: Method) -> ComparedTable {
        ComparedTable(
            source: source,
            target: target,
            columns: columns,
            key: method == .multiset ? [] : key,
            method: method,
            estimatedRows: estimatedRows
        )
    }
}
