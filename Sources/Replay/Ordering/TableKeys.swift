/// The conflict keys of one relation's rows: which of their values make them, and how they are used.
struct TableKeys: Sendable {
    /// One column of a key: where its value stands behind the row's first, and how it is compared.
    struct Part: Sendable {
        let place: Int
        let encoding: ValueEncoding
        let form: KeyForm
    }

    /// One key of the target as this relation shows it; nil for an image that lacks a column of it.
    struct ImageKey: Sendable {
        let seed: UInt64
        let new: [Part]?
        let old: [Part]?
    }

    /// A foreign key, or a key that foreign keys point to.
    struct Role: Sendable {
        /// nil where its values cannot be compared; then `table` alone keeps the order.
        let key: ImageKey?
        /// What stands for all parents of this foreign key together: a parent that goes cannot name its children.
        let table: ConflictKey
        let sharedTable: ConflictKey

        init(key: ImageKey?, tableHash: UInt64) {
            self.key = key
            table = ConflictKey(hash: tableHash, isShared: false)
            sharedTable = ConflictKey(hash: tableHash, isShared: true)
        }
    }

    /// How a change uses the table as a whole.
    enum TableUse: Sendable {
        case none
        /// Beside other changes of its kind, but not beside one that may give a unique value back without saying which.
        case shared
        case exclusive
    }

    /// The key that tells the table's rows apart; nil where there is none.
    let row: ImageKey?
    let otherUniqueKeys: [ImageKey]
    /// The table points to others: it is a child.
    let references: [Role]
    /// Others point to the table: it is a parent.
    let referenced: [Role]
    let tableHash: UInt64
    let insertUse: TableUse
    /// Of an UPDATE and a DELETE.
    let changeUse: TableUse

    /// The collations of texts in the keys, for which the server may have to be asked.
    var collations: Set<KeyCollation> {
        let keys = [row].compactMap { $0 } + otherUniqueKeys + (references + referenced).compactMap(\.key)
        let parts = keys.flatMap { ($0.new ?? []) + ($0.old ?? []) }
        return Set(
            parts.compactMap { part in
                if case .collated(let collation) = part.form { collation } else { nil }
            }
        )
    }
}
