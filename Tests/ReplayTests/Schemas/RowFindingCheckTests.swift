internal import ChangeModel
internal import MySQLClient
internal import Telemetry
internal import Testing

@testable import Replay

struct RowFindingCheckTests {
    private func check(_ identity: [String], keys: [TargetKey], types: [String] = ["int", "varchar"]) -> String? {
        let source = Relation(
            table: TableName(schema: "public", table: "t"),
            columns: ["id", "name"].map {
                Column(name: $0, typeName: "text", isInNewImage: true, isInOldImage: identity.contains($0))
            }
        )
        let target = TargetTable(
            database: "shop",
            name: "t",
            columns: zip(["id", "name"], types).map { TargetColumn(name: $0, dataType: $1, columnType: $1) },
            keys: keys
        )
        let match = ColumnMatch(source, target, TableMapping(database: "shop"), isWholeRow: true)
        return RowFindingCheck(match, target).finding.map { $0.sentence + " | " + ($0.remedy ?? "") }
    }

    private let primary = TargetKey(name: "PRIMARY", isPrimary: true, columns: ["id"])
    private let cost = ": every UPDATE and DELETE of it reads the whole table, one after the other | "

    @Test func `a key over the identity is all that it takes`() {
        #expect(check(["id"], keys: [primary]) == nil)
        #expect(check(["id", "name"], keys: [primary]) == nil)
        #expect(check([], keys: []) == nil, "that is said of the source")
    }

    @Test func `a key that is missing is given as a statement`() {
        let lack = "it has no unique key over id, which is what names the source's rows"
        #expect(check(["id"], keys: []) == lack + cost + "ALTER TABLE `shop`.`t` ADD PRIMARY KEY (`id`);")
        let nullable = TargetKey(name: "u", columns: ["id"], hasNullableParts: true)
        #expect(check(["id"], keys: [nullable]) == lack + cost + "ALTER TABLE `shop`.`t` ADD PRIMARY KEY (`id`);")
        let other = TargetKey(name: "PRIMARY", isPrimary: true, columns: ["name"])
        #expect(check(["id"], keys: [other]) == lack + cost + "ALTER TABLE `shop`.`t` ADD UNIQUE KEY (`id`);")
    }

    @Test func `whole rows are found by an index of a number, and not by one of a text`() {
        let lack = "it has no unique key, and no index of a number or a time"
        let index = "ALTER TABLE `shop`.`t` ADD INDEX (`id`);"
        #expect(check(["id", "name"], keys: []) == lack + cost + index)
        #expect(check(["id", "name"], keys: [TargetKey(name: "k", isUnique: false, columns: ["id"])]) == nil)
        let text = TargetKey(name: "k", isUnique: false, columns: ["name", "id"])
        #expect(check(["id", "name"], keys: [text]) == lack + cost + index)
        #expect(check(["id", "name"], keys: [], types: ["text", "text"]) == lack + cost)
    }
}
