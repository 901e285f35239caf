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
        /// What stands for the parents that appear: a child that cannot name its parent may mean any of them.
        let newcomers: ConflictKey
        let sharedNewcomers: ConflictKey

        init(key: ImageKey?, tableHash: UInt64, newcomersHash: UInt64) {
            self.key = key
            table = ConflictKey(hash: tableHash, isShared: false)
            sharedTable = ConflictKey(hash: tableHash, isShared: true)
            newcomers = ConflictKey(hash: newcomersHash, isShared: false)
            sharedNewcomers = ConflictKey(hash: newcomersHash, isShared: true)
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

    /// The parts that are compared by a collation, each value once.
    let collatedParts: [Part]

    init(
        row: ImageKey?,
        otherUniqueKeys: [ImageKey],
        references: [Role],
        referenced: [Role],
        tableHash: UInt64,
        insertUse: TableUse,
        changeUse: TableUse
    ) {
        self.row = row
        self.otherUniqueKeys = otherUniqueKeys
        self.references = references
        self.referenced = referenced
        self.tableHash = tableHash
        self.insertUse = insertUse
        self.changeUse = changeUse
        let keys = [row].compactMap { $0 } + otherUniqueKeys + (references + referenced).compactMap(\.key)
        let parts = keys.flatMap { ($0.new ?? []) + ($0.old ?? []) }.filter { part in
            if case .collated = part.form { true } else { false }
        }
        collatedParts = Dictionary(parts.map { ($0.place, $0) }, uniquingKeysWith: { first, _ in first })
            .values.sorted { $0.place < $1.place }
    }
}
