internal import ChangeModel
internal import MySQLClient
internal import TestSupport
internal import Testing

@testable import Replay

/// Which changes of rows meet in a key, and which do not.
struct ConflictKeyBuilderTests {
    private static let primary = TargetKey(name: "PRIMARY", isPrimary: true, columns: ["id"])
    private static let orders = KeyedTable("orders", ["id int", "code varchar", "n int"], keys: [primary])
    private static let coded = KeyedTable(
        "coded",
        ["id int", "code varchar", "n int"],
        keys: [primary, TargetKey(name: "code", columns: ["code"], hasNullableParts: true)]
    )
    private static let keyless = KeyedTable("keyless", ["n int"])

    /// Whether every row of the list conflicts with every other one.
    private func expectConflicts(
        _ rows: [[ConflictKey]?],
        _ expected: [[Int]],
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        for index in rows.indices {
            let others = rows.indices.filter { other in
                guard let keys = rows[index], let otherKeys = rows[other] else { return false }
                return other != index && keys.conflicts(with: otherKeys)
            }
            #expect(others == expected[index], "row \(index)", sourceLocation: sourceLocation)
        }
    }

    @Test func `changes of one row meet, by whatever image names it, and those of others do not`() throws {
        var rows = KeyedRows(Self.orders)
        rows.row(.insert, Self.orders, new: [("id", .text("1")), ("n", .text("5"))])
        rows.row(.update, Self.orders, new: [("id", .text("1")), ("n", .text("6"))], old: [("id", .text("1"))])
        rows.row(.delete, Self.orders, old: [("id", .text("1"))])
        rows.row(.insert, Self.orders, new: [("id", .text("2")), ("n", .text("5"))])
        let keys = try rows.keys()
        expectConflicts(keys, [[1, 2], [0, 2], [0, 1], []])
        // Nothing but the row itself.
        #expect(keys.map(\.?.count) == [1, 1, 1, 1])
    }

    @Test func `an update that moves a row meets both its places`() throws {
        var rows = KeyedRows(Self.orders)
        rows.row(.update, Self.orders, new: [("id", .text("2")), ("n", .text("6"))], old: [("id", .text("1"))])
        rows.row(.delete, Self.orders, old: [("id", .text("1"))])
        rows.row(.insert, Self.orders, new: [("id", .text("2")), ("n", .text("5"))])
        rows.row(.insert, Self.orders, new: [("id", .text("3")), ("n", .text("5"))])
        expectConflicts(try rows.keys(), [[1, 2], [0], [0], []])
    }

    @Test func `a composite key is all its columns, and spelled as the columns compare`() throws {
        let table = KeyedTable(
            "composite",
            ["d decimal", "code varchar"],
            keys: [TargetKey(name: "PRIMARY", isPrimary: true, columns: ["d", "code"])]
        )
        var rows = KeyedRows(table)
        for (number, code) in [("1", "a"), ("01.00", "a "), ("1", "A"), ("11", "a"), ("1", "1a")] {
            rows.row(.insert, table, new: [("d", .text(number)), ("code", .text(code))])
        }
        expectConflicts(try rows.keys(), [[1], [0], [], [], []])
    }

    @Test func `a second unique value meets who takes it and who gives it back`() throws {
        let table = Self.coded
        var rows = KeyedRows(table)
        func image(_ id: String, _ code: KeyedRows.Value) -> [(String, KeyedRows.Value)] {
            [("id", .text(id)), ("code", code)]
        }
        rows.row(.insert, table, new: image("1", .text("x")))
        rows.row(.delete, table, old: image("2", .text("x")))
        rows.row(.update, table, new: image("3", .text("x")), old: image("3", .text("y")))
        rows.row(.update, table, new: image("4", .text("z")), old: image("4", .text("x")))
        // It keeps its value: only who touches the row itself is concerned.
        rows.row(.update, table, new: image("5", .text("x")), old: image("5", .text("x")))
        rows.row(.update, table, new: image("6", .absent), old: image("6", .text("x")))
        // NULL is nobody's equal.
        rows.row(.insert, table, new: image("7", .null))
        rows.row(.insert, table, new: image("8", .null))
        expectConflicts(try rows.keys(), [[1, 2, 3], [0, 2, 3], [0, 1, 3], [0, 1, 2], [], [], [], []])
    }

    @Test func `where the old image lacks a unique value, changes have the table to themselves`() throws {
        let table = Self.coded
        var rows = KeyedRows(table)
        rows.row(.insert, table, new: [("id", .text("1")), ("code", .text("x"))])
        rows.row(.insert, table, new: [("id", .text("2")), ("code", .text("y"))])
        rows.row(.update, table, new: [("id", .text("3")), ("code", .absent)], old: [("id", .text("3"))])
        rows.row(.delete, table, old: [("id", .text("4"))])
        expectConflicts(try rows.keys(), [[2, 3], [2, 3], [0, 1, 3], [0, 1, 2]])
    }

    @Test func `a table without a key orders its changes, and its inserts only against them`() throws {
        var rows = KeyedRows(Self.keyless)
        rows.row(.insert, Self.keyless, new: [("n", .text("1"))])
        rows.row(.insert, Self.keyless, new: [("n", .text("1"))])
        rows.row(.delete, Self.keyless, old: [("n", .text("2"))])
        rows.row(.update, Self.keyless, new: [("n", .text("4"))], old: [("n", .text("3"))])
        expectConflicts(try rows.keys(), [[2, 3], [2, 3], [0, 1, 3], [0, 1, 2]])
    }

    @Test func `a key that cannot be compared orders everything of its table`() throws {
        let table = KeyedTable(
            "prefixed",
            ["id int", "code varchar"],
            keys: [Self.primary, TargetKey(name: "k", columns: ["code"], hasPrefixParts: true)]
        )
        var rows = KeyedRows(table)
        rows.row(.insert, table, new: [("id", .text("1")), ("code", .text("x"))])
        rows.row(.insert, table, new: [("id", .text("2")), ("code", .text("y"))])
        rows.row(.delete, table, old: [("id", .text("3"))])
        expectConflicts(try rows.keys(), [[1, 2], [0, 2], [0, 1]])
    }

    @Test func `a row that does not say which it is stands alone`() throws {
        let table = Self.coded
        var rows = KeyedRows(table)
        rows.row(.update, table, new: [("id", .text("1")), ("code", .text("x"))])
        rows.row(.delete, table, old: [("n", .text("1"))])
        rows.row(.insert, table, new: [("id", .absent), ("code", .text("x"))])
        rows.row(.insert, table, new: [("id", .text("1")), ("code", .absent)])
        rows.row(.insert, table, new: [("n", .text("1"))])
        #expect(try rows.keys().allSatisfy { $0 == nil })
    }

    @Test func `a value that is refused makes its row stand alone, in the new image and in the old one`() throws {
        let table = KeyedTable(
            "numbers",
            ["id int", "n int"],
            keys: [Self.primary, TargetKey(name: "n", columns: ["n"])]
        )
        var rows = KeyedRows(table)
        func image(_ id: String, _ n: KeyedRows.Value) -> [(String, KeyedRows.Value)] { [("id", .text(id)), ("n", n)] }
        rows.row(.insert, table, new: image("x", .text("1")))
        rows.row(.insert, table, new: image("1", .text("x")))
        rows.row(.update, table, new: image("1", .text("x")), old: image("1", .text("1")))
        rows.row(.update, table, new: image("1", .text("1")), old: image("1", .text("x")))
        rows.row(.delete, table, old: image("1", .text("x")))
        rows.row(.delete, table, old: image("1", .absent))
        #expect(try rows.keys().allSatisfy { $0 == nil })
    }

    @Test func `without weights a text that a collation compares stands alone`() throws {
        let table = KeyedTable(
            "titles",
            ["title text_ci"],
            keys: [TargetKey(name: "PRIMARY", isPrimary: true, columns: ["title"])]
        )
        var rows = KeyedRows(table)
        rows.row(.insert, table, new: [("title", .text("a"))])
        #expect(try rows.keys() == [nil])
    }

    private static let reference = TargetForeignKey(
        name: "fk",
        columns: ["parent_id"],
        referencedDatabase: "shop",
        referencedTable: "parents",
        referencedColumns: ["id"]
    )
    private static let parents = KeyedTable("parents", ["id int", "n int"], keys: [primary])
    private static let children = KeyedTable(
        "children",
        ["id int", "parent_id int", "n int"],
        keys: [primary],
        foreignKeys: [reference]
    )

    private func child(_ id: String, of parent: KeyedRows.Value) -> [(String, KeyedRows.Value)] {
        [("id", .text(id)), ("parent_id", parent)]
    }

    @Test func `a child meets its parent, and not the other children or parents`() throws {
        var rows = KeyedRows(Self.parents, Self.children)
        rows.row(.insert, Self.parents, new: [("id", .text("1"))])
        rows.row(.insert, Self.parents, new: [("id", .text("2"))])
        rows.row(.insert, Self.children, new: child("1", of: .text("1")))
        rows.row(.insert, Self.children, new: child("2", of: .text("1")))
        rows.row(.insert, Self.children, new: child("3", of: .text("2")))
        rows.row(.insert, Self.children, new: child("4", of: .null))
        expectConflicts(try rows.keys(), [[2, 3], [4], [0], [0], [1], []])
    }

    @Test func `a parent that goes or changes its key meets every child`() throws {
        var rows = KeyedRows(Self.parents, Self.children)
        rows.row(.delete, Self.parents, old: [("id", .text("1"))])
        rows.row(.insert, Self.children, new: child("1", of: .text("1")))
        rows.row(.delete, Self.children, old: [("id", .text("2"))])
        rows.row(.update, Self.children, new: child("3", of: .text("7")), old: [("id", .text("3"))])
        rows.row(.update, Self.parents, new: [("id", .text("9"))], old: [("id", .text("8"))])
        // A parent whose key stays is none of theirs.
        rows.row(.update, Self.parents, new: [("id", .text("1")), ("n", .text("5"))], old: [("id", .text("1"))])
        expectConflicts(try rows.keys(), [[1, 2, 3, 4, 5], [0, 4], [0, 4], [0, 4], [0, 1, 2, 3], [0]])
    }

    @Test func `a child that changes its parent meets the new one, and one that keeps it meets none`() throws {
        var rows = KeyedRows(Self.parents, Self.children)
        rows.row(.insert, Self.parents, new: [("id", .text("1"))])
        rows.row(.insert, Self.parents, new: [("id", .text("2"))])
        rows.row(.update, Self.children, new: child("1", of: .text("2")), old: child("1", of: .text("1")))
        rows.row(.update, Self.children, new: child("2", of: .text("2")), old: [("id", .text("2"))])
        rows.row(.update, Self.children, new: child("3", of: .text("1")), old: child("3", of: .text("1")))
        rows.row(.update, Self.children, new: child("4", of: .absent), old: [("id", .text("4"))])
        let keys = try rows.keys()
        expectConflicts(keys, [[2], [2, 3], [0, 1], [1], [], []])
        #expect(keys.suffix(2).map(\.?.count) == [1, 1])
    }

    @Test func `a child that cannot name its parent meets all of them`() throws {
        var rows = KeyedRows(Self.parents, Self.children)
        rows.row(.insert, Self.parents, new: [("id", .text("1"))])
        rows.row(.insert, Self.children, new: child("1", of: .absent))
        rows.row(.insert, Self.children, new: child("2", of: .text("refused")))
        rows.row(.insert, Self.parents, new: [("id", .text("2"))])
        expectConflicts(try rows.keys(), [[1, 2], [0, 2, 3], [0, 1, 3], [1, 2]])
    }

    @Test func `where only one side of a foreign key can be compared, child and parent still meet`() throws {
        let children = KeyedTable(
            "children",
            ["id int", "parent_id int"],
            keys: [Self.primary],
            foreignKeys: [Self.reference],
            generated: ["parent_id"]
        )
        var rows = KeyedRows(Self.parents, children)
        rows.row(.insert, Self.parents, new: [("id", .text("1"))])
        rows.row(.insert, children, new: child("1", of: .text("1")))
        rows.row(.update, children, new: child("2", of: .text("1")), old: [("id", .text("2"))])
        rows.row(.delete, Self.parents, old: [("id", .text("3"))])
        expectConflicts(try rows.keys(), [[1, 2], [0, 2, 3], [0, 1, 3], [1, 2]])
    }

    @Test func `in a table that is its own parent a row meets its parent and its children`() throws {
        let reference = TargetForeignKey(
            name: "boss",
            columns: ["boss_id"],
            referencedDatabase: "shop",
            referencedTable: "staff",
            referencedColumns: ["id"]
        )
        let staff = KeyedTable("staff", ["id int", "boss_id int"], keys: [Self.primary], foreignKeys: [reference])
        var rows = KeyedRows(staff)
        func person(_ id: String, _ boss: KeyedRows.Value) -> [(String, KeyedRows.Value)] {
            [("id", .text(id)), ("boss_id", boss)]
        }
        rows.row(.insert, staff, new: person("1", .null))
        rows.row(.insert, staff, new: person("2", .text("1")))
        rows.row(.insert, staff, new: person("3", .text("2")))
        rows.row(.insert, staff, new: person("4", .text("4")))
        rows.row(.insert, staff, new: person("5", .text("1")))
        expectConflicts(try rows.keys(), [[1, 4], [0, 2], [1], [], [0]])
        rows.row(.delete, staff, old: person("9", .null))
        expectConflicts(try rows.keys(), [[1, 4, 5], [0, 2, 5], [1, 5], [5], [0, 5], [0, 1, 2, 3, 4]])
    }

    @Test func `records behind the first that has no place get no keys, and a builder begins anew with each batch`()
        throws
    {
        var builder = BatchBuilder()
        let relation = Self.orders.relation(new: ["id"])
        for number in 0..<5 { builder.row(.insert, relation, [.text("\(number)")]) }
        let plans: GrowingList<TablePlan?> = [Self.orders.plan(relation, TableKeyPlanner(foreignKeys: []))]
        var keyBuilder = ConflictKeyBuilder(connection: nil)
        for count in [5, 2, 0] {
            try keyBuilder.build(builder.batch, plans, recordCount: count)
            #expect(keyBuilder.keys.count == count)
            #expect(keyBuilder.keyStarts == (0...5).map { Int32(min($0, count)) })
            #expect(keyBuilder.lonelyRecords.isEmpty)
        }
    }
}
