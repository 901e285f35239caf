internal import ChangeModel
internal import MySQLClient
internal import Spool
internal import Testing

@testable import Replay

struct ReplayErrorTests {
    private static let table = TableName(schema: "public", table: "orders")
    static let position = LSN(0x23)

    /// A server's refusal that quotes a value.
    static let duplicate = MySQLError(
        code: 1062,
        sqlState: "23000",
        operation: "run INSERT on 127.0.0.1:3306",
        serverMessage: "Duplicate entry 'secret-value' for key 'PRIMARY'"
    )

    static let ofRows: [ReplayError] = [
        .tableMissing(table: table, target: "shop.orders", position: position),
        .columnsMissing(missing(["note"]), position: position),
        .columnsMissing(missing(["note", "due"]), position: position),
        .columnsMissing(missing(["note"], formerName: "remark"), position: position),
        .columnsMissing(missing(["note"], areNeeded: true), position: position),
        .columnUnfilled(
            table: table,
            column: "note",
            target: "shop.orders",
            alteration: "ALTER TABLE `shop`.`orders` MODIFY COLUMN `note` int NULL",
            position: position
        ),
        .columnsCollide(table: table, columns: ["a", "A"], target: "shop.orders.a", position: position),
        .targetShared(
            table: table,
            other: TableName(schema: "crm", table: "orders"),
            target: "shop.orders",
            position: position
        ),
        .targetReserved(table: table, target: "shop.reverse_migration_progress", position: position),
        .truncated(tables: [table, TableName(schema: "public", table: "items")], position: position),
        .truncationShared(table: table, target: "shop.orders", position: position),
        .typeUnsupported(
            table: table,
            column: "note",
            sourceType: "point",
            targetType: "int(11)",
            alteration: "ALTER TABLE `shop`.`orders` MODIFY COLUMN `note` POINT NULL",
            position: position
        ),
        .valueRefused(table: table, column: "note", reason: "it is no number", position: position),
        .rowRefused(table: table, keyColumns: ["id"], error: duplicate, position: position),
        .warned(table: table, warning: "a note", position: position),
        .rowCount(table: table, operation: "UPDATE", keyColumns: ["id", "shop"], found: 2, position: position),
        .identityMissing(table: table, operation: "DELETE", position: position),
    ]

    private static func missing(
        _ columns: [String],
        formerName: String? = nil,
        areNeeded: Bool = false
    ) -> MissingColumns {
        let target = TargetName(database: "shop", table: "orders")
        let sources = columns.map { Column(name: $0, typeName: "date", isInNewImage: true, isInOldImage: false) }
        return MissingColumns(
            table: table,
            columns: columns,
            target: target.description,
            addition: TargetAlteration.adding(sources, to: target).description,
            formerName: formerName,
            renaming: formerName.map {
                TargetAlteration.renaming($0, to: columns[0], in: target).description
            },
            areNeeded: areNeeded
        )
    }

    @Test(arguments: ofRows)
    func `an error of a row says which transaction and table, and what to do`(error: ReplayError) {
        #expect(error.description.contains("0/23"))
        #expect(error.description.contains("public.orders"))
        #expect(error.description.contains(": ") || error.description.contains("; "))
        #expect(!error.description.contains("\n"))
        #expect(error.serverError == nil)
    }

    @Test func `a value that the server quotes is in no sentence`() {
        let errors: [ReplayError] = [
            .target(Self.duplicate),
            .rowRefused(table: Self.table, keyColumns: [], error: Self.duplicate, position: Self.position),
        ]
        for error in errors {
            #expect(!error.description.contains("secret"))
            #expect(error.description.contains("1062"))
        }
    }

    @Test func `columns of the key are named, the row count is told`() {
        let error = ReplayError.rowCount(
            table: Self.table,
            operation: "UPDATE",
            keyColumns: ["id", "shop"],
            found: 0,
            position: Self.position
        )
        #expect(error.description.contains("found 0 rows in the target by (id, shop)"))
    }

    @Test func `only an error of the server itself may pass`() {
        #expect(ReplayError.target(Self.duplicate).serverError == Self.duplicate)
        #expect(ReplayError.locked(stream: "s", target: "t").serverError == nil)
        #expect(ReplayError.spool(.empty(directory: "spool")).serverError == nil)
    }

    @Test func `an error of the spool keeps its own sentence`() {
        let error = SpoolError.empty(directory: "spool")
        #expect(ReplayError.spool(error).description == error.description)
    }
}
