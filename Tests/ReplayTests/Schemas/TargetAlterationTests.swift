internal import ChangeModel
internal import MySQLClient
internal import Testing

@testable import Replay

struct TargetAlterationTests {
    private static let name = TargetName(database: "shop", table: "or`ders")

    private func column(_ name: String, _ type: String) -> Column {
        Column(name: name, typeName: type, isInNewImage: true, isInOldImage: false)
    }

    private func table(_ column: TargetColumn, primary: [String] = ["id"]) -> TargetTable {
        TargetTable(
            database: "shop",
            name: "orders",
            columns: [column],
            keys: [TargetKey(name: "PRIMARY", isPrimary: true, columns: primary)]
        )
    }

    @Test func `all missing columns are added by one statement`() {
        let alteration = TargetAlteration.adding([column("a", "integer"), column("b`c", "text")], to: Self.name)
        #expect(
            alteration.description
                == "ALTER TABLE `shop`.`or``ders` ADD COLUMN `a` INT NULL, ADD COLUMN `b``c` LONGTEXT CHARACTER SET utf8mb4 NULL"
        )
    }

    @Test func `a column that is freed keeps everything but NOT NULL`() {
        let owner = TargetColumn(
            name: "owner",
            dataType: "varchar",
            columnType: "varchar(20)",
            isNullable: false,
            characterSet: "latin1",
            collation: "latin1_bin",
            hasDefault: false,
            comment: "who's it"
        )
        #expect(
            TargetAlteration.freeing(owner, of: table(owner)).description
                == "ALTER TABLE `shop`.`orders` MODIFY COLUMN `owner` varchar(20) CHARACTER SET latin1 COLLATE latin1_bin NULL"
                + " COMMENT 'who''s it'"
        )
        #expect(
            TargetAlteration.freeing(owner, of: table(owner, primary: ["owner"])).description.hasPrefix(
                "ALTER TABLE `shop`.`orders` DROP PRIMARY KEY, MODIFY COLUMN `owner`"
            )
        )
    }

    @Test func `a column that is retyped stays NOT NULL, and in its key`() {
        let number = TargetColumn(name: "n", dataType: "int", columnType: "int", isNullable: false)
        let plain = TargetAlteration.retyping(number, of: table(number), to: column("n", "bytea"))
        #expect(plain.description == "ALTER TABLE `shop`.`orders` MODIFY COLUMN `n` LONGBLOB NOT NULL")
        let ofKey = TargetAlteration.retyping(number, of: table(number, primary: ["n"]), to: column("n", "bytea"))
        #expect(ofKey.description == "ALTER TABLE `shop`.`orders` MODIFY COLUMN `n` VARBINARY(255) NOT NULL")
    }

    @Test(arguments: SourceType.allCases)
    func `every type's natural column takes it, with or without a condition`(source: SourceType) throws {
        for type in [source.naturalColumnType, source.naturalKeyColumnType] {
            let dataType = type.lowercased().prefix { $0.isLetter }
            let kind = try #require(TargetKind(dataType: String(dataType)), "\(type)")
            let rule = try #require(TypeRules.rule(source, kind), "\(source) has no place in \(type)")
            #expect(rule.fidelity != .byPolicy, "\(source) goes into \(type) by a policy alone")
        }
    }
}
