internal import ChangeModel
internal import Spool
internal import TestSupport
internal import Testing

/// A change by itself, as bytes and back.
struct StoredChangeTests {
    private static let update = BatchBuilder.relation("orders", new: ["id", "note", "sum", "left"], old: ["id"])
    private static let delete = BatchBuilder.relation("orders", old: ["id"])

    private func batch() -> ChangeBatch {
        var builder = BatchBuilder()
        builder.begin()
        builder.row(.delete, Self.delete, [.text("7")])
        builder.row(.update, Self.update, [.text("1"), .text("it's 'ü😀'\n"), .null, .absent, .text("")])
        builder.commit(0x23)
        return builder.batch
    }

    private func stored(_ record: Int) throws -> [UInt8] {
        let batch = batch()
        guard case .row(let change) = batch.records[record] else { throw Missing() }
        return StoredChange.encoded(change, of: batch, committed: LSN(0x23))
    }

    private struct Missing: Error {}

    @Test func `a change comes back with its relation, its values, and where it was committed`() throws {
        var decoder = StoredChangeDecoder()
        for (record, relation) in [(1, Self.delete), (2, Self.update), (1, Self.delete)] {
            let decoded = try #require(decoder.decode(try stored(record)))
            guard case .row(let change) = decoded.records[StoredChangeDecoder.record],
                case .begin(let begin) = decoded.records[0]
            else { throw Missing() }
            #expect(decoded.relations[change.relation] == relation)
            #expect(begin.commit?.position == LSN(0x23))
            #expect(values(change, decoded) == values(record))
        }
    }

    private func values(_ record: Int) -> [String] {
        let batch = batch()
        guard case .row(let change) = batch.records[record] else { return [] }
        return values(change, batch)
    }

    private func values(_ change: RowChange, _ batch: ChangeBatch) -> [String] {
        let relation = batch.relations[change.relation]
        let count = relation.newColumnIndices.count + relation.oldColumnIndices.count
        return batch.values[change.firstValue..<(change.firstValue + count)].map { slot in
            slot.range.map { "'\(String(decoding: batch.bytes[$0], as: UTF8.self))'" }
                ?? (slot.isNull ? "NULL" : "absent")
        }
    }

    @Test func `bytes that are no change are told apart`() throws {
        let whole = try stored(2)
        var decoder = StoredChangeDecoder()
        #expect(decoder.decode([]) == nil)
        for length in [1, whole.count / 2, whole.count - 1] { #expect(decoder.decode(Array(whole[..<length])) == nil) }
        #expect(decoder.decode(whole + whole) == nil)
        #expect(decoder.decode(whole) != nil)
    }
}
