internal import ChangeModel
internal import MySQLClient
internal import Testing

@testable import Replay

struct TablePlanTests {
    private static func planned(_ name: String, _ encoding: ValueEncoding) -> TablePlan.PlannedColumn {
        TablePlan.PlannedColumn(name: name, quotedName: SQLQuoting.identifier(name), encoding: encoding)
    }

    private static let id = planned("id", ValueEncoding(.number(.signed(0...9))))
    private static let text = planned(
        "te`xt",
        ValueEncoding(.text(.plain(TextPlace(limit: 9, unit: .bytes, repertoire: .unicode))))
    )
    private static let document = planned("doc", ValueEncoding(.document(.json)))

    /// `new` and `old` in the images' order; nil for a column that the plan leaves out.
    private func plan(
        new: [TablePlan.PlannedColumn?],
        old: [TablePlan.PlannedColumn?] = [],
        byKey: Bool = true,
        on flavour: ServerVersion.Flavour = .mysql
    ) -> TablePlan {
        TablePlan(
            table: TableName(schema: "public", table: "t"),
            target: "`shop`.`t`",
            newColumns: new,
            oldColumns: old,
            findsByKey: byKey,
            keys: TableKeys(
                row: nil,
                otherUniqueKeys: [],
                references: [],
                referenced: [],
                tableHash: 1,
                insertUse: .shared,
                changeUse: .exclusive
            ),
            version: ServerVersion(serverInfo: flavour == .mysql ? "8.4.0" : "10.11.2-MariaDB")
        )
    }

    @Test func `an insert names its columns and has a group for every row`() {
        let plan = plan(new: [Self.id, Self.text])
        #expect(
            plan.insertStatement(places: [0, 1], rowCount: 1) == "INSERT INTO `shop`.`t` (`id`,`te``xt`) VALUES (?,?)"
        )
        #expect(
            plan.insertStatement(places: [0, 1], rowCount: 3)
                == "INSERT INTO `shop`.`t` (`id`,`te``xt`) VALUES (?,?),(?,?),(?,?)"
        )
    }

    @Test func `a value that the source did not send is not written`() {
        let plan = plan(new: [Self.id, Self.text, Self.document], old: [Self.id])
        #expect(
            plan.insertStatement(places: [0, 2], rowCount: 1) == "INSERT INTO `shop`.`t` (`id`,`doc`) VALUES (?,?)"
        )
        #expect(plan.updateStatement(places: [1]) == "UPDATE `shop`.`t` SET `te``xt`=? WHERE `id`=?")
    }

    @Test func `a generated column is in no statement`() {
        let plan = plan(new: [Self.id, nil, Self.text], old: [nil, Self.id])
        #expect(
            plan.insertStatement(places: [0, 2], rowCount: 1) == "INSERT INTO `shop`.`t` (`id`,`te``xt`) VALUES (?,?)"
        )
        #expect(plan.deleteStatement == "DELETE FROM `shop`.`t` WHERE `id`=?")
        #expect(plan.keyColumns == ["id"])
    }

    @Test func `with a key the row is found by the key alone`() {
        let plan = plan(new: [Self.id, Self.text], old: [Self.id, nil])
        #expect(plan.updateStatement(places: [0, 1]) == "UPDATE `shop`.`t` SET `id`=?,`te``xt`=? WHERE `id`=?")
        #expect(plan.deleteStatement == "DELETE FROM `shop`.`t` WHERE `id`=?")
    }

    @Test func `without a key every old value must be the same, texts byte by byte, and one row is hit`() {
        let plan = plan(new: [Self.id, Self.text], old: [Self.id, Self.text], byKey: false)
        #expect(
            plan.deleteStatement
                == "DELETE FROM `shop`.`t` WHERE `id` <=> ? AND"
                + " CAST(CONVERT(`te``xt` USING utf8mb4) AS BINARY) <=> CAST(? AS BINARY) LIMIT 1"
        )
        #expect(plan.updateStatement(places: [0]).hasSuffix("<=> CAST(? AS BINARY) LIMIT 1"))
    }

    @Test func `documents are compared as each server can`() {
        let mysql = plan(new: [Self.document], old: [Self.document], byKey: false, on: .mysql)
        let mariadb = plan(new: [Self.document], old: [Self.document], byKey: false, on: .mariadb)
        #expect(mysql.deleteStatement == "DELETE FROM `shop`.`t` WHERE `doc` <=> CAST(? AS JSON) LIMIT 1")
        #expect(mariadb.deleteStatement == "DELETE FROM `shop`.`t` WHERE `doc` <=> ? LIMIT 1")
    }

    @Test func `where the source sent no old image no column says which row is meant`() {
        #expect(plan(new: [Self.id]).keyColumns.isEmpty)
    }
}
