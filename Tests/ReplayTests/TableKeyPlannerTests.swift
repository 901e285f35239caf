internal import ChangeModel
internal import MySQLClient
internal import Testing

@testable import Replay

struct TableKeyPlannerTests {
    private static let primary = TargetKey(name: "PRIMARY", isPrimary: true, columns: ["id"])
    private static let unique = TargetKey(name: "code", columns: ["code"])

    private func keys(
        _ keys: [TargetKey],
        columns: [String] = ["id int", "code varchar"],
        new: [String] = ["id", "code"],
        old: [String] = [],
        generated: Set<String> = []
    ) -> TableKeys {
        let table = KeyedTable("t", columns, keys: keys, generated: generated)
        return TableKeyPlanner(foreignKeys: []).keys(of: table.relation(new: new, old: old), in: table.target)
    }

    @Test func `a primary key alone tells rows apart, and the table as a whole is not used`() {
        let keys = keys([Self.primary])
        #expect(keys.row?.new?.map(\.place) == [0])
        #expect(keys.row?.old?.count == nil)
        #expect(keys.otherUniqueKeys.isEmpty)
        #expect([keys.insertUse, keys.changeUse] == [.none, .none])
    }

    @Test func `columns of the old image stand behind those of the new one`() {
        let key = TargetKey(name: "PRIMARY", isPrimary: true, columns: ["code", "ID"])
        let keys = keys([key], new: ["id", "code"], old: ["id", "code"])
        #expect(keys.row?.new?.map(\.place) == [1, 0])
        #expect(keys.row?.old?.map(\.place) == [3, 2])
        #expect(keys.row?.new?.map(\.form) == [.exactText, .number])
    }

    @Test func `an image that lacks a column of a key has no parts of it`() {
        let key = TargetKey(name: "PRIMARY", isPrimary: true, columns: ["id", "code"])
        let keys = keys([key], new: ["id"], old: ["id"])
        #expect(keys.row?.seed != nil)
        #expect(keys.row?.new?.count == nil)
        #expect(keys.row?.old?.count == nil)
    }

    @Test func `a second unique key is exclusive where the old image lacks it, and shared where it has it`() {
        let without = keys([Self.primary, Self.unique], old: ["id"])
        #expect(without.otherUniqueKeys.map(\.new?.count) == [1])
        #expect([without.insertUse, without.changeUse] == [.shared, .exclusive])
        let with = keys([Self.primary, Self.unique], old: ["id", "code"])
        #expect([with.insertUse, with.changeUse] == [.shared, .shared])
    }

    @Test func `a table without a key, or with nullable ones alone, shares its inserts and nothing else`() {
        let keyless = keys([TargetKey(name: "plain", isUnique: false, columns: ["id"])])
        #expect(keyless.row?.seed == nil)
        #expect([keyless.insertUse, keyless.changeUse] == [.shared, .exclusive])
        let nullable = keys([TargetKey(name: "code", columns: ["code"], hasNullableParts: true)], old: ["id", "code"])
        #expect(nullable.row?.seed == nil)
        #expect(nullable.otherUniqueKeys.count == 1)
        #expect([nullable.insertUse, nullable.changeUse] == [.shared, .exclusive])
    }

    @Test(arguments: [
        TargetKey(name: "k", columns: ["code"], hasPrefixParts: true),
        TargetKey(name: "k", columns: ["id"], hasExpressionParts: true), TargetKey(name: "k", columns: ["j"]),
        TargetKey(name: "k", columns: ["id", "j"]), TargetKey(name: "k", columns: ["g"]),
        TargetKey(name: "k", columns: ["not_there"]),
    ])
    func `a unique key that cannot be compared makes the table one key`(key: TargetKey) {
        let columns = ["id int", "code varchar", "j json", "g int"]
        let keys = keys(
            [Self.primary, key],
            columns: columns,
            new: ["id", "code", "j", "g"],
            old: ["id"],
            generated: ["g"]
        )
        #expect(keys.row?.seed != nil)
        #expect(keys.otherUniqueKeys.isEmpty)
        #expect([keys.insertUse, keys.changeUse] == [.exclusive, .exclusive])
    }

    @Test func `a key that is not unique says nothing, whatever it covers`() {
        let keys = keys([Self.primary, TargetKey(name: "k", isUnique: false, columns: ["code"], hasPrefixParts: true)])
        #expect([keys.insertUse, keys.changeUse] == [.none, .none])
    }

    @Test func `all relations of a table agree on its keys, and two tables or keys never do`() {
        let insert = keys([Self.primary, Self.unique])
        let delete = keys([Self.primary, Self.unique], new: [], old: ["id", "code"])
        #expect(insert.row?.seed == delete.row?.seed)
        #expect(insert.otherUniqueKeys.map(\.seed) == delete.otherUniqueKeys.map(\.seed))
        #expect(insert.tableHash == delete.tableHash)
        let other = KeyedTable("u", ["id int", "code varchar"], keys: [Self.primary, Self.unique])
        let otherKeys = TableKeyPlanner(foreignKeys: []).keys(
            of: other.relation(new: ["id", "code"]),
            in: other.target
        )
        let seeds: [UInt64] = [insert, otherKeys].flatMap { keys in
            [keys.row?.seed ?? 0, keys.otherUniqueKeys[0].seed, keys.tableHash]
        }
        #expect(Set(seeds).count == 6)
    }

    @Test func `a child and its parent name the same things`() throws {
        let reference = TargetForeignKey(
            name: "fk",
            columns: ["parent_id"],
            referencedDatabase: "SHOP",
            referencedTable: "Parents",
            referencedColumns: ["ID"]
        )
        let child = KeyedTable("children", ["id int", "parent_id int"], keys: [Self.primary], foreignKeys: [reference])
        let parent = KeyedTable("parents", ["id int"], keys: [Self.primary])
        let planner = TableKeyPlanner(foreignKeys: [reference])
        let childRole = try #require(
            planner.keys(of: child.relation(new: ["id", "parent_id"]), in: child.target).references.first
        )
        let parentKeys = planner.keys(of: parent.relation(new: ["id"]), in: parent.target)
        let parentRole = try #require(parentKeys.referenced.first)
        #expect(childRole.key?.seed == parentRole.key?.seed)
        #expect(childRole.table == parentRole.table)
        #expect(childRole.sharedTable.thing == childRole.table.thing)
        #expect(childRole.sharedTable.isShared)
        #expect(parentKeys.references.isEmpty)
        #expect(parentKeys.row?.seed != parentRole.key?.seed)
    }

    @Test func `a table that is its own parent has both roles`() {
        let reference = TargetForeignKey(
            name: "boss",
            columns: ["boss_id"],
            referencedDatabase: "shop",
            referencedTable: "staff",
            referencedColumns: ["id"]
        )
        let table = KeyedTable("staff", ["id int", "boss_id int"], keys: [Self.primary], foreignKeys: [reference])
        let keys = TableKeyPlanner(foreignKeys: [reference]).keys(
            of: table.relation(new: ["id", "boss_id"]),
            in: table.target
        )
        #expect(keys.references.count == 1)
        #expect(keys.referenced.count == 1)
        #expect(keys.references[0].table == keys.referenced[0].table)
        #expect(keys.references[0].key?.new?.map(\.place) == [1])
        #expect(keys.referenced[0].key?.new?.map(\.place) == [0])
    }
}
