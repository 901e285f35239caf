internal import MySQLClient
internal import Testing

@testable import Replay

struct StatementTextsTests {
    private func column(_ name: String) -> TablePlan.PlannedColumn {
        TablePlan.PlannedColumn(
            name: name,
            quotedName: SQLQuoting.identifier(name),
            encoding: ValueEncoding(.number(.signed(0...9)))
        )
    }

    private func texts(new: [String?], old: [String?]) -> StatementTexts {
        StatementTexts(
            target: "`shop`.`t`",
            newColumns: new.map { $0.map(column) },
            oldColumns: old.map { $0.map(column) }
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
        #expect(text(texts(new: [], old: [nil, "id"]).deleteListHead) == "DELETE FROM `shop`.`t` WHERE `id` IN (")
        #expect(texts(new: [], old: ["a", "b"]).deleteListHead == nil)
        #expect(texts(new: ["a"], old: []).deleteListHead == nil)
    }
}
