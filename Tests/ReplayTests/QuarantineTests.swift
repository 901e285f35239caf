internal import ChangeModel
internal import MySQLClient
internal import TestSupport
internal import Testing

@testable import Replay

/// What a stream holds back, as its workers share it.
struct QuarantineTests {
    private static let table = KeyedTable(
        "orders",
        ["id int", "n int"],
        keys: [TargetKey(name: "PRIMARY", isPrimary: true, columns: ["id"])]
    )

    private let quarantine = Quarantine(QuarantineTable(database: "shop", table: "q"), stream: "s", rowsMax: 2)

    /// A planned row for each identifier.
    private func rows(_ identifiers: String...) throws -> [TransactionRow] {
        var rows = KeyedRows(Self.table)
        for identifier in identifiers { rows.row(.insert, Self.table, new: [("id", .text(identifier))]) }
        let planned = try rows.planned()
        return planned.batch.records.indices.map {
            TransactionRow(planned: planned, record: $0, place: $0, position: LSN(0x23))
        }
    }

    @Test func `what a transaction sets aside is its own until it is published`() throws {
        let rows = try rows("1", "1", "2")
        var aside = SetAside(quarantine)
        #expect(!aside.touches(rows[0]))
        aside.hold(rows[0], parentKeys: [])
        #expect(aside.touches(rows[1]) && !aside.touches(rows[2]))
        #expect(!quarantine.isHolding && !SetAside(quarantine).touches(rows[1]))
        _ = quarantine.publish(aside)
        #expect(quarantine.rowCount == 1 && SetAside(quarantine).touches(rows[1]))
        #expect(quarantine.touches(rows[1].planned, 0..<3) && !quarantine.touches(rows[1].planned, 2..<3))
    }

    @Test func `what was rolled back is forgotten, but not which rows do not fit`() throws {
        let rows = try rows("1", "1")
        var aside = SetAside(quarantine)
        #expect(quarantine.reserveRow())
        aside.hold(rows[0], parentKeys: [])
        aside.refuse(rows[1], .refusedAfterwards(position: LSN(0x23)))
        aside.undo()
        #expect(!aside.touches(rows[1]) && aside.refusal(of: rows[1]) != nil && aside.refusal(of: rows[0]) == nil)
        #expect(quarantine.reserveRow() && quarantine.reserveRow())
    }

    @Test func `no more rows are held than are allowed`() {
        #expect(quarantine.reserveRow() && quarantine.reserveRow())
        #expect(!quarantine.reserveRow())
        quarantine.release(rows: 1)
        #expect(quarantine.reserveRow())
        quarantine.replace(HeldKeys(), rowCount: 2)
        #expect(!quarantine.reserveRow())
    }

    @Test func `the log hears of the first row of each kind, and how many more there were`() throws {
        let row = try rows("1")[0]
        var aside = SetAside(quarantine)
        for _ in 0..<3 { aside.note(row, .held, .missingRow) }
        aside.note(row, .waiting, nil)
        let news = quarantine.publish(aside)
        #expect(Set(news.keys.map(\.state)) == [.held, .waiting])
        #expect(quarantine.publish(aside).isEmpty)
        #expect(quarantine.takeSums().map(\.count) == [1, 5])
        #expect(quarantine.takeSums().isEmpty)
    }

    @Test(arguments: QuarantineState.allCases)
    func `the log says where a row is, which columns find it, and what to do`(state: QuarantineState) throws {
        let note = MisfitNote(table: TableName(schema: "public", table: "orders"), misfit: .missingRow, state: state)
        let sentence = note.sentence(of: SetAside.First(count: 1, position: LSN(0x23), keyColumns: ["id"]))
        for word in ["public.orders (key: id)", "0/23", "reverse-migration quarantine"] {
            #expect(sentence.contains(word))
        }
    }
}
