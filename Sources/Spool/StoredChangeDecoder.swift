package import ChangeModel

/// Reads stored changes back, each into a batch of three records: a begin, the row, a commit. Relations are numbered for the life of the decoder.
package struct StoredChangeDecoder {
    private var decoder = RecordDecoder(lastPosition: .zero)

    /// Where in each batch the row stands.
    package static let record = 1

    package init() {}

    /// nil for bytes that `StoredChange` never makes.
    package mutating func decode(_ bytes: [UInt8]) -> ChangeBatch? {
        decoder.beginSegment(at: .zero)
        guard let block = try? decoder.decode(bytes, withRows: true), block.endsBetweenTransactions,
            block.batch.records.count == 3, case .row = block.batch.records[Self.record]
        else { return nil }
        return block.batch
    }
}
