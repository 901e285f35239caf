internal import ChangeModel

/// What a row says of itself beside its values: operation, table, and the columns of both images as they were sent.
struct RowDescription {
    struct SentColumn {
        let name: String
        let typeName: String
        var typeIdentifier: UInt32 = 0
    }

    let operation: RowOperation
    let table: TableName
    let newColumns: [SentColumn]
    let oldColumns: [SentColumn]

    /// An INSERT has no old image and a DELETE no new one, and an image has each column once: batch and spool rely on it.
    func validate(at offset: Int) throws(MessageFault) {
        switch operation {
        case .insert:
            // openGauss writes empty arrays for a row that it cannot print: better said than lost.
            try Self.require(!newColumns.isEmpty, "an INSERT has no new image", at: offset)
            try Self.require(oldColumns.isEmpty, "an INSERT has an old image", at: offset)
        case .update: try Self.require(!newColumns.isEmpty, "an UPDATE has no new image", at: offset)
        case .delete: try Self.require(newColumns.isEmpty, "a DELETE has a new image", at: offset)
        }
        for columns in [newColumns, oldColumns] {
            let names = Set(columns.map(\.name))
            try Self.require(names.count == columns.count, "a column stands twice in an image", at: offset)
        }
    }

    private static func require(_ condition: Bool, _ reason: String, at offset: Int) throws(MessageFault) {
        guard condition else { throw MessageFault(reason, at: offset) }
    }

    /// The columns of both images: the new image's in order, then what only the old one has.
    var relation: Relation {
        let newNames = Set(newColumns.map(\.name))
        let oldNames = Set(oldColumns.map(\.name))
        let onlyOld = oldColumns.filter { !newNames.contains($0.name) }
        let columns = (newColumns + onlyOld).map { sent in
            Column(
                name: sent.name,
                typeName: sent.typeName,
                typeIdentifier: sent.typeIdentifier,
                isInNewImage: newNames.contains(sent.name),
                isInOldImage: oldNames.contains(sent.name)
            )
        }
        return Relation(table: table, columns: columns)
    }

    /// For each value of the old image as sent, its place among the relation's old columns; empty where they agree.
    func oldPlaces(in relation: Relation) -> [Int] {
        let oldNames = relation.oldColumnIndices.map { relation.columns[$0].name }
        let places = oldColumns.compactMap { old in oldNames.firstIndex(of: old.name) }
        return places == Array(places.indices) ? [] : places
    }

    /// Brings the values of an old image, which begin at `firstOld`, from the order sent to that of the relation.
    static func arrange(_ values: inout [ValueSlot], from firstOld: Int, by places: [Int]) {
        guard !places.isEmpty else { return }
        let sent = Array(values[firstOld...])
        for (slot, place) in zip(sent, places) { values[firstOld + place] = slot }
    }
}
