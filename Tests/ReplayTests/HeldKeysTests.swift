internal import ChangeModel
internal import MySQLClient
internal import TestSupport
internal import Testing

@testable import Replay

/// What must not overtake what is held.
struct HeldKeysTests {
    private static let parents = TableKeys(
        row: nil,
        otherUniqueKeys: [],
        references: [],
        referenced: [TableKeys.Role(key: nil, tableHash: 900, newcomersHash: 902)],
        tableHash: 100,
        insertUse: .none,
        changeUse: .none
    )
    private static let children = TableKeys(
        row: nil,
        otherUniqueKeys: [],
        references: [TableKeys.Role(key: nil, tableHash: 900, newcomersHash: 902)],
        referenced: [],
        tableHash: 200,
        insertUse: .none,
        changeUse: .none
    )
    private static let alone = TableKeys(
        row: nil,
        otherUniqueKeys: [],
        references: [],
        referenced: [],
        tableHash: 300,
        insertUse: .none,
        changeUse: .none
    )

    private func exclusive(_ hash: UInt64) -> ConflictKey { ConflictKey(hash: hash, isShared: false) }
    private func shared(_ hash: UInt64) -> ConflictKey { ConflictKey(hash: hash, isShared: true) }

    private func touches(_ held: HeldKeys, _ keys: [ConflictKey]) -> Bool { held.touches(keys.span) }

    @Test func `nothing touches what holds nothing`() {
        #expect(!touches(HeldKeys(), [exclusive(2), shared(4)]))
        #expect(!HeldKeys().mayConcern(Self.parents))
        #expect(!HeldKeys().mayConcern(tableHash: 100))
    }

    @Test func `what is held exclusively is touched by any use, what is shared by exclusive ones alone`() {
        var held = HeldKeys()
        held.add([exclusive(2), shared(4)].span, of: Self.alone)
        #expect(touches(held, [exclusive(2)]))
        #expect(touches(held, [shared(2)]))
        #expect(touches(held, [exclusive(4)]))
        #expect(!touches(held, [shared(4)]))
        #expect(touches(held, [shared(4), shared(6), exclusive(2)]))
        #expect(!touches(held, [exclusive(6)]))
    }

    @Test func `a union holds what both hold`() {
        var (one, other) = (HeldKeys(), HeldKeys())
        one.add([exclusive(2)].span, of: Self.alone)
        other.add([shared(4)].span, of: Self.children)
        one.formUnion(other)
        #expect(touches(one, [shared(2)]) && touches(one, [exclusive(4)]))
        #expect(one.mayConcern(tableHash: 200) && one.mayConcern(Self.alone))
    }

    @Test func `a change that names no rows is concerned by its own table and by those that are bound to it`() {
        var held = HeldKeys()
        held.add([exclusive(2), shared(900)].span, of: Self.children)
        #expect(held.mayConcern(Self.children))
        #expect(held.mayConcern(Self.parents))
        #expect(!held.mayConcern(Self.alone))
        var free = HeldKeys()
        free.add([exclusive(2)].span, of: Self.alone)
        #expect(!free.mayConcern(Self.parents))
    }

    @Test func `of a table that is known by name alone nobody can say what it is bound to`() {
        var free = HeldKeys()
        free.add([exclusive(2)].span, of: Self.alone)
        #expect(free.mayConcern(tableHash: 300))
        #expect(!free.mayConcern(tableHash: 400))
        free.add([exclusive(4)].span, of: Self.parents)
        #expect(free.mayConcern(tableHash: 400))
    }

    @Test func `a parent that is held keeps its children, also where it keeps its key`() throws {
        let primary = TargetKey(name: "PRIMARY", isPrimary: true, columns: ["id"])
        let parents = KeyedTable("parents", ["id int", "n int"], keys: [primary])
        let children = KeyedTable(
            "children",
            ["id int", "parent int"],
            keys: [primary],
            foreignKeys: [
                TargetForeignKey(
                    name: "to_parent",
                    columns: ["parent"],
                    referencedDatabase: "shop",
                    referencedTable: "parents",
                    referencedColumns: ["id"]
                )
            ]
        )
        var rows = KeyedRows(parents, children)
        rows.row(.update, parents, new: [("id", .text("1")), ("n", .text("6"))], old: [("id", .text("1"))])
        rows.row(.insert, children, new: [("id", .text("7")), ("parent", .text("1"))])
        rows.row(.insert, children, new: [("id", .text("8")), ("parent", .text("2"))])
        let keys = try rows.keys().compactMap { $0 }
        var held = HeldKeys()
        let own = keys[0]
        held.add(own.span, of: Self.parents)
        #expect(!touches(held, keys[1]))
        let parentKeys = try rows.parentKeys(of: 0)
        held.add(parentKeys.span, of: Self.parents)
        #expect(touches(held, keys[1]))
        #expect(!touches(held, keys[2]))
    }
}
