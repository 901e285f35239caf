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
        .targetReserved(table: table, ReplayOptions.sample.ownTables[1], position: position),
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
        .valueRefused(table: table, column: "note", reason: "it is no number", alteration: nil, position: position),
        .valueRefused(
            table: table,
            column: "note",
            reason: "it is longer than the column's 10 characters",
            alteration: "ALTER TABLE `shop`.`orders` MODIFY COLUMN `note` longtext NULL",
            position: position
        ),
        .rowRefused(table: table, keyColumns: ["id"], error: duplicate, position: position),
        .warned(table: table, warning: "a note", position: position),
        .rowCount(table: table, operation: "UPDATE", keyColumns: ["id", "shop"], found: 2, position: position),
        .identityMissing(table: table, operation: "DELETE", position: position),
        .rowTooLarge(table: table, bytes: 2_000, limit: 1_000, position: position),
        .quarantineFull(table: table, rowsMax: 10_000, position: position),
        .tooMuchDeferred(table: table, limitBytes: 16 << 20, position: position),
        .keysUnknown(table: table, reason: "the column id: it is no number", position: position),
        .orderUnknown(table: table, position: position),
        .overwriteImpossible(table: table, reason: "no key tells which row is in the way", position: position),
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

    /// The sentences of what policies and the quarantine may stop with, as they stand in the log.
    @Test(arguments: [
        (
            ReplayError.quarantineFull(table: table, rowsMax: 10_000, position: position),
            "a row of public.orders in the transaction at 0/23 has to be held, but 10000 rows are held already, which is"
                + " replay.quarantine_rows_max: settle some with `reverse-migration quarantine` or raise it, then start again"
        ),
        (
            .keysUnknown(table: table, reason: "the column id: it is no number", position: position),
            "a row of public.orders in the transaction at 0/23 does not fit (the column id: it is no number) and cannot be held, because nobody"
                + " could say which later changes have to wait for it: mend the target's table or row, then start again"
        ),
        (
            .orderUnknown(table: table, position: position),
            "the transaction at 0/23 changes public.orders without saying which rows, while rows of that table, or of one that is bound to"
                + " it, are held: settle those with `reverse-migration quarantine retry` or drop, then start again"
        ),
        (
            .overwriteImpossible(table: table, reason: "no key tells which row is in the way", position: position),
            "a row of public.orders in the transaction at 0/23 does not fit, and overwriting is not safe: no key tells which row is in the way;"
                + " mend the target's row or say quarantine in the place of overwrite under replay.misfits, then start again"
        ),
        (
            .heldRowWithoutPlace(identifier: 5, table: "public.orders", reason: "its change is not as replay wrote it"),
            "the row 5 of public.orders that is held in the quarantine has no place in the target (its change is not as replay wrote it): mend"
                + " that or say `reverse-migration quarantine drop 5`, then start again"
        ),
    ])
    func `what the quarantine stops with`(error: ReplayError, sentence: String) {
        #expect(error.description == sentence)
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
