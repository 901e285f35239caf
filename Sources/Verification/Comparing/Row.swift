/// A row of one side as it is compared: its key, and everything else in normal form.
struct Row: Sendable, Equatable {
    let key: [String]
    let content: RowContent
}

/// A row's hash, and its loose values in normal form. Equal contents are equal rows.
struct RowContent: Hashable, Sendable {
    let hash: String
    let loose: [String?]

    /// From the cells that follow the key.
    init(_ cells: ArraySlice<String?>, of table: ComparedTable) throws(VerificationError) {
        // No part of a hash is NULL, so only a server that gave up makes it so.
        guard let first = cells.first, let hash = first else { throw .rowTooLarge(table: table.source) }
        let looseColumns = table.looseColumns
        self.hash = hash
        // Most tables have none, and most rows are read only to find that nothing differs.
        loose =
            looseColumns.isEmpty
            ? []
            : zip(looseColumns, cells.dropFirst()).map { column, cell in
                cell.map { column.form.normalized($0) }
            }
    }

    /// As one text, to be compared with other looks at the same row.
    var text: String {
        hash + loose.map { "," + ($0 ?? "-") }.joined()
    }
}
