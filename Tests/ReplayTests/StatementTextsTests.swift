internal import MySQLClient
internal import Testing

@testable import Replay

struct StatementTextsTests {
    private func column(_ name: String, _ conversion: ValueConversion = .number(.signed(0...9)))
        -> TablePlan.PlannedColumn
    {
        TablePlan.PlannedColumn(
            name: name,
            quotedName: SQLQuoting.identifier(name),
            encoding: ValueEncoding(conversion)
        )
    }

    private func texts(new: [String?], old: [String?]) -> StatementTexts {
        StatementTexts(
            target: "`shop`.`t`",
            newColumns: new.map { $0.map { column($0) } },
            oldColumns: old.map { $0.map { column($0) } },
            version: ServerVersion(serverInfo: "8.4.0")
        )
    }

    private func text(_ bytes: [UInt8]?) -> String? { bytes.map { String(decoding: $0, as: UTF8.self) } }

    @Test func `heads name the table, and an insert's its columns`() {
        let texts = texts(new: ["id", "te`xt"], old: ["id"])
        #expect(text(texts.insertHead) == "INSERT INTO `shop`.`t` (`id`,`te``xt`) VALUES ")
        #expect(text(texts.updateHead) == "UPDATE `shop`.`t` SET ")
        #expect(text(texts.deleteHead) == "DELETE FROM `shop`.`t` WHERE ")
        #expect(texts.newTerms.map { text($0) } == ["`id`=", "`te``xt`="])
        #expect(texts.oldTerms.map { text($0) } == ["`id`="])
    }

    @Test func `columns that are left out stand in no list, and the others keep their places`() {
        let texts = texts(new: ["id", nil, "v"], old: [nil, "id"])
        #expect(text(texts.insertHead) == "INSERT INTO `shop`.`t` (`id`,`v`) VALUES ")
        #expect(text(texts.newTerms[2]) == "`v`=")
        #expect(text(texts.oldTerms[1]) == "`id`=")
    }

    @Test func `a list of rows to delete needs one column that finds them`() {
        #expect(texts(new: [], old: [nil, "id"]).deleteList != nil)
        #expect(texts(new: [], old: ["a", "b"]).deleteList == nil)
        #expect(texts(new: ["a"], old: []).deleteList == nil)
    }

    /// A DELETE of the rows 1, 2 and 3.
    private func statement(_ conversion: ValueConversion, on server: String) -> String {
        let list = DeleteList("`t`", column("id", conversion), on: ServerVersion(serverInfo: server))
        let pieces = [list.head, [0x31], list.afterFirst, list.beforeSecond, [0x32], list.afterValue]
        return String(decoding: (pieces + [list.between, [0x33], list.afterValue, list.tail]).joined(), as: UTF8.self)
    }

    @Test(arguments: [
        ("8.4.0", "ROW(2),ROW(3)"), ("8.0.19", "ROW(2),ROW(3)"), ("10.11.2-MariaDB", "(2),(3)"),
        ("10.3.3-MariaDB", "(2),(3)"),
    ])
    func `integers are joined, so that each row is looked up`(server: String, rows: String) {
        let joined = "DELETE t FROM (SELECT 1 k UNION ALL VALUES \(rows)) v STRAIGHT_JOIN `t` t ON t.`id`=v.k"
        #expect(statement(.number(.signed(0...9)), on: server) == joined)
        #expect(statement(.number(.unsigned(through: 9)), on: server) == joined)
    }

    @Test func `other values, and what an old server cannot join, stand in a list`() {
        let list = "DELETE FROM `t` WHERE `id` IN (1,2,3)"
        #expect(statement(.number(.unsigned(through: .max)), on: "8.4.0") == list)
        #expect(statement(.document(.json), on: "8.4.0") == list)
        #expect(statement(.number(.signed(0...9)), on: "8.0.18") == list)
        #expect(statement(.number(.signed(0...9)), on: "10.2.44-MariaDB") == list)
    }
}
