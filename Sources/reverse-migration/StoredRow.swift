import ChangeModel
import Spool

/// A change as the quarantine keeps it: its values, which may be shown and edited.
struct StoredRow {
    enum Value: Equatable {
        case text(String)
        case null
        /// The source did not send it.
        case absent
    }

    private(set) var batch: ChangeBatch
    let change: RowChange

    /// nil for bytes that are no such change.
    init?(_ bytes: [UInt8]) {
        var decoder = StoredChangeDecoder()
        guard let batch = decoder.decode(bytes), case .row(let change) = batch.records[StoredChangeDecoder.record]
        else {
            return nil
        }
        self.batch = batch
        self.change = change
    }

    private var relation: Relation { batch.relations[change.relation] }

    var newColumns: [String] { relation.newColumnIndices.map { relation.columns[$0].name } }

    var newImage: [(column: String, value: Value)] { image(relation.newColumnIndices, change.firstValue) }

    var oldImage: [(column: String, value: Value)] {
        image(relation.oldColumnIndices, change.firstValue + relation.newColumnIndices.count)
    }

    private func image(_ columns: [Int], _ firstValue: Int) -> [(column: String, value: Value)] {
        columns.enumerated().map { place, column in (relation.columns[column].name, value(firstValue + place)) }
    }

    private func value(_ place: Int) -> Value {
        let slot = batch.values[place]
        guard let range = slot.range else { return slot.isNull ? .null : .absent }
        return .text(String(decoding: batch.bytes[range], as: UTF8.self))
    }

    /// Sets a value of the new image, nil for NULL; false where there is no such column.
    mutating func set(_ column: String, to text: String?) -> Bool {
        guard let place = newColumns.firstIndex(of: column) else { return false }
        var slot = ValueSlot.null
        if let text {
            let start = batch.bytes.count
            batch.bytes.append(contentsOf: text.utf8)
            slot = ValueSlot(range: start..<batch.bytes.count)
        }
        batch.values[change.firstValue + place] = slot
        return true
    }

    func encoded(committed position: LSN) -> [UInt8] {
        StoredChange.encoded(change, of: batch, committed: position)
    }
}
