internal import ChangeModel
internal import TestSupport
internal import Testing

@testable import Replay

struct PlannedBatchTests {
    private func things(_ planned: PlannedBatch, _ records: Range<Int>) -> [UInt64] {
        planned.withKeys(of: records) { keys in keys.indices.map { keys[$0].thing } }
    }

    @Test func `the keys of a record, or of a run of them, are found`() {
        var builder = PlannedStreamBuilder()
        builder.transaction(100, [.sample(1), .sample(2)], [], [.sample(3)])
        let planned = builder.nextBatch()
        #expect(things(planned, 1..<2) == [ConflictKey.sample(1).thing, ConflictKey.sample(2).thing])
        #expect(things(planned, 2..<3).isEmpty)
        #expect(things(planned, 1..<4) == [1, 2, 3].map { ConflictKey.sample($0).thing })
        #expect(things(planned, 0..<5).count == 3)
    }

    @Test func `a run is known when it has nothing but rows whose keys are known`() {
        var builder = PlannedStreamBuilder()
        builder.transaction(100, [.sample(1)])
        builder.begin(200)
        builder.lonelyRow()
        builder.commit(200)
        builder.begin(300)
        builder.row([])
        builder.truncate()
        builder.commit(300)
        let planned = builder.nextBatch()
        #expect(planned.isKnown(1..<2))
        #expect(!planned.isKnown(4..<5))
        #expect(planned.isKnown(7..<8))
        #expect(!planned.isKnown(7..<9))
    }

    @Test func `a row by itself has its values, its keys and nothing else`() {
        let relation = Relation(
            table: TableName(schema: "public", table: "t"),
            columns: ["a", "b"].map { Column(name: $0, typeName: "text", isInNewImage: true, isInOldImage: $0 == "a") }
        )
        var builder = BatchBuilder()
        builder.begin(100)
        builder.row(.update, relation, [.text("long before it"), .null, .text("x")])
        builder.row(.update, relation, [.text("new"), .absent, .text("old")])
        builder.row(.update, relation, [.text("after it"), .null, .text("y")])
        let keys = [1, 2, 3].map { ConflictKey.sample($0) }
        let planned = PlannedBatch(
            batch: builder.batch,
            plans: [nil],
            keys: keys,
            keyStarts: [0, 0, 1, 3, 3],
            lonelyRecords: [2],
            fault: nil
        )
        let alone = planned.alone(2)
        #expect(alone.batch.bytes == Array("newold".utf8))
        #expect(
            alone.batch.values == [ValueSlot(range: 0..<3), .absent, ValueSlot(range: 3..<6)]
        )
        #expect(alone.batch.records == [.row(RowChange(operation: .update, relation: 0, firstValue: 0))])
        #expect(things(alone, 0..<1) == keys[1...].map(\.thing))
        #expect(alone.lonelyRecords == [0])
        #expect(planned.alone(3).lonelyRecords.isEmpty)
    }

    @Test func `all records together weigh no more than the batch, and a row is not free`() {
        var builder = PlannedStreamBuilder()
        for number in 1...50 { builder.transaction(UInt64(number), [.sample(1)], [.sample(2)]) }
        let planned = builder.nextBatch()
        let keyBytes = 100 * MemoryLayout<ConflictKey>.stride
        #expect(planned.byteCount(of: 200) <= planned.batch.footprintBytes + keyBytes)
        #expect(planned.byteCount(of: 200) > (planned.batch.footprintBytes + keyBytes) * 9 / 10)
        #expect(planned.byteCount(of: 1) > 0)
    }
}
