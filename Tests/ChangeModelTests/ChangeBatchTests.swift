import ChangeModel
import Testing

struct ChangeBatchTests {
    @Test func emptyingItKeepsTheRelations() {
        var batch = ChangeBatch()
        batch.relations = [Relation(table: TableName(schema: "s", table: "t"), columns: [])]
        batch.records = [.position(LSN(1))]
        batch.values = [.null]
        batch.bytes = [1, 2, 3]
        batch.truncations = [Truncation(tables: [], restartsSequences: false, cascades: false)]
        batch.removeRecords()
        #expect(batch.relations.count == 1)
        #expect(batch.records.isEmpty && batch.values.isEmpty && batch.bytes.isEmpty && batch.truncations.isEmpty)
    }

    @Test func itsFootprintGrowsWithBytesValuesAndRecords() {
        var batch = ChangeBatch()
        #expect(batch.footprintBytes == 0)
        batch.bytes = [UInt8](repeating: 0, count: 1_000)
        batch.values = [.null]
        #expect(batch.footprintBytes == 1_000 + MemoryLayout<ValueSlot>.stride)
    }

    @Test func aMessageBatchIsEmptyUntilItHoldsAMessage() {
        var batch = MessageBatch()
        #expect(batch.isEmpty && batch.footprintBytes == 0)
        batch.messages.append(.keepalive(walEnd: LSN(5)))
        #expect(!batch.isEmpty && batch.footprintBytes > 0)
    }
}
