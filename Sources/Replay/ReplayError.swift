package import ChangeModel
package import MySQLClient
package import Spool

/// Why a replay ended before it was asked to. Nothing of the transaction that it names was applied.
package enum ReplayError: Error, Sendable, CustomStringConvertible {
    case target(MySQLError)
    /// A COMMIT failed: whether it took effect, the target's progress says.
    case commit(MySQLError)
    case spool(SpoolError)
    /// Another replay holds the stream's lock in the target.
    case locked(stream: String, target: String)
    case tableMissing(table: TableName, target: String, position: LSN)
    case columnsMissing(MissingColumns, position: LSN)
    /// An INSERT leaves out a column that the target cannot fill.
    case columnUnfilled(table: TableName, column: String, target: String, alteration: String, position: LSN)
    /// Two columns of the source have one column of the target.
    case columnsCollide(table: TableName, columns: [String], target: String, position: LSN)
    /// Two tables of the source have one table of the target, and nobody has said that this is meant.
    case targetShared(table: TableName, other: TableName, target: String, position: LSN)
    /// The table of the target is one that replay keeps for itself.
    case targetReserved(table: TableName, OwnTable, position: LSN)
    /// A TRUNCATE that nobody wants applied unseen.
    case truncated(tables: [TableName], position: LSN)
    /// A TRUNCATE of one of several tables that may share a target.
    case truncationShared(table: TableName, target: String, position: LSN)
    case typeUnsupported(
        table: TableName,
        column: String,
        sourceType: String,
        targetType: String,
        alteration: String,
        position: LSN
    )
    /// A value that the target cannot hold as it is.
    case valueRefused(table: TableName, column: String, reason: String, alteration: String?, position: LSN)
    /// The server refused a row.
    case rowRefused(table: TableName, keyColumns: [String], error: MySQLError, position: LSN)
    /// The server took a row and warned.
    case warned(table: TableName, warning: String, position: LSN)
    /// An UPDATE or DELETE did not find its row, or found several.
    case rowCount(table: TableName, operation: String, keyColumns: [String], found: UInt64, position: LSN)
    /// The source sent no old image, so that the row cannot be told.
    case identityMissing(table: TableName, operation: String, position: LSN)
    /// The progress row of a worker is gone or belongs to a later start: nothing may be committed any more.
    case displaced(stream: String, table: String)
    /// A transaction that is applied in pieces was refused: it is begun again, row by row.
    indirect case giantRefused(position: LSN, Suspicion)
    /// Rows of a transaction turned out not to fit when others were written already: it is begun again, without those rows.
    case refusedAfterwards(position: LSN)
    /// A row by itself is larger than what the server takes.
    case rowTooLarge(table: TableName, bytes: Int, limit: Int, position: LSN)
    /// A row may not be held, because too many are.
    case quarantineFull(table: TableName, rowsMax: Int, position: LSN)
    /// Too many rows of one transaction do not fit, or wait for a unique value that it must give back.
    case tooMuchDeferred(table: TableName, limitBytes: Int, position: LSN)
    /// A row may not be held, because nobody could say what has to wait for it.
    case keysUnknown(table: TableName, reason: String, position: LSN)
    /// A change may have to wait for a row that is held, or not: nobody can say.
    case orderUnknown(table: TableName, position: LSN)
    /// Its policy is `overwrite`, and that is not safe.
    case overwriteImpossible(table: TableName, reason: String, position: LSN)
    /// A row that is held has no place in the target any more, so that nobody can say what has to wait for it.
    case heldRowWithoutPlace(identifier: UInt64, table: String, reason: String)
    /// The source logged a DDL statement, which is never applied by itself.
    case schemaChanged(kind: String, position: LSN)

    package var description: String {
        switch self {
        case .target(let error), .commit(let error):
            "the target could not \(error.operation): \(error.message) (error \(error.code)); mend that and start again"
        case .spool(let error):
            error.description
        case .locked(let stream, let target):
            "another replay is applying \(stream) to \(target); stop that one first"
        case .tableMissing(let table, let target, let position):
            "the transaction at \(position) changes \(table), but the target has no table \(target): create it or say under"
                + " mapping: where the changes go, then start again"
        case .columnsMissing(let missing, let position):
            "the transaction at \(position) \(missing.sentence): \(missing.advice)"
        case .columnUnfilled(let table, let column, let target, let alteration, let position):
            "an INSERT into \(table) in the transaction at \(position) says nothing of the column \(column) of \(target), which is NOT NULL"
                + " without a default: run \(alteration) on it or give it a default, then start again"
        case .columnsCollide(let table, let columns, let target, let position):
            "the columns \(columns.joined(separator: " and ")) of \(table), which the transaction at \(position) changes, would both be written"
                + " to \(target): give one of them another name under mapping.columns, then start again"
        case .targetReserved(let table, let own, let position):
            "the transaction at \(position) changes \(table), whose changes would go to \(own.name), where replay keeps \(own.content): send them"
                + " elsewhere with mapping.tables, or name another \(own.option), then start again"
        case .targetShared(let table, let other, let target, let position):
            "the transaction at \(position) changes \(table), whose changes would go to \(target), which takes those of \(other) already: send"
                + " one of them elsewhere with mapping.tables or mapping.schemas, or say mapping.merge: true, then start again"
        case .truncated(let tables, let position):
            "the transaction at \(position) empties \(tables.map(\.description).joined(separator: " and ")), and replay.truncate is stop: start"
                + " again with replay.truncate: apply, which deletes the target's rows, or ignore, which keeps them"
        case .truncationShared(let table, let target, let position):
            "the transaction at \(position) empties \(table), but with mapping.merge: true \(target) may hold rows of other tables too: delete"
                + " this table's rows by hand and start again with replay.truncate: ignore"
        case .typeUnsupported(let table, let column, let sourceType, let targetType, let alteration, let position):
            "the column \(column) of \(table) is of the type \(sourceType), which cannot be written into \(targetType) (transaction at"
                + " \(position)): run \(alteration) on the target, then start again"
        case .valueRefused(let table, let column, let reason, let alteration, let position):
            "a value of the column \(column) of \(table) cannot be kept exactly in the target: \(reason) (transaction at \(position)); "
                + (alteration.map { "run \($0) on the target, with the column's DEFAULT if it has one" }
                    ?? "change the target column")
                + ", or give it a policy in the section values, then start again"
        case .rowRefused(let table, let keyColumns, let error, let position):
            "the target refused a row of \(table)\(Self.key(keyColumns)) in the transaction at \(position): \(error.message) (error \(error.code)); mend the"
                + " target's table or row, then start again"
        case .warned(let table, let warning, let position):
            "the target would have changed a row of \(table) in the transaction at \(position): \(warning); nothing was kept: mend the"
                + " target's column, then start again"
        case .rowCount(let table, let operation, let keyColumns, let found, let position):
            "\(operation) on \(table) in the transaction at \(position) found \(found) rows in the target by (\(keyColumns.joined(separator: ", ")))"
                + " where there must be one: the target was changed by somebody else; put the row right, then start again"
        case .displaced(let stream, let table):
            "the progress of \(stream) in \(table) was taken over by another replay or deleted, so nothing more was committed: see that one"
                + " replay runs for the stream, then start again"
        case .giantRefused(let position, _):
            "the transaction at \(position) was refused and undone; applying it row by row to find the row"
        case .refusedAfterwards(let position):
            "the transaction at \(position) was undone, because rows of it do not fit; applying it again without them"
        case .rowTooLarge(let table, let bytes, let limit, let position):
            "a row of \(table) in the transaction at \(position) takes \(bytes) bytes on its way and the target's max_allowed_packet is"
                + " \(limit): raise it, then start again"
        case .quarantineFull(let table, let rowsMax, let position):
            "a row of \(table) in the transaction at \(position) has to be held, but \(rowsMax) rows are held already, which is"
                + " replay.quarantine_rows_max: settle some with `reverse-migration quarantine` or raise it, then start again"
        case .tooMuchDeferred(let table, let limitBytes, let position):
            "the rows of \(table) and others in the transaction at \(position) that do not fit, or not yet, take more than \(limitBytes >> 20) MB,"
                + " which is replay.deferred_megabytes: see whether the target's rows are those of the source (`reverse-migration verify`), or"
                + " raise it, then start again"
        case .keysUnknown(let table, let reason, let position):
            "a row of \(table) in the transaction at \(position) does not fit (\(reason)) and cannot be held, because nobody could say which later"
                + " changes have to wait for it: mend the target's table or row, then start again"
        case .orderUnknown(let table, let position):
            "the transaction at \(position) changes \(table) without saying which rows, while rows of that table, or of one that is bound to it,"
                + " are held: settle those with `reverse-migration quarantine retry` or drop, then start again"
        case .overwriteImpossible(let table, let reason, let position):
            "a row of \(table) in the transaction at \(position) does not fit, and overwriting is not safe: \(reason); mend the target's row or say"
                + " quarantine in the place of overwrite under replay.misfits, then start again"
        case .heldRowWithoutPlace(let identifier, let table, let reason):
            "the row \(identifier) of \(table) that is held in the quarantine has no place in the target (\(reason)): mend that or say"
                + " `reverse-migration quarantine drop \(identifier)`, then start again"
        case .schemaChanged(let kind, let position):
            "the transaction at \(position) changes the source's schema (\(kind)): look at its statement with `reverse-migration spool dump`, change the"
                + " target's tables as it wants, then start again with replay.schema_changes: ignore"
        case .identityMissing(let table, let operation, let position):
            "\(operation) on \(table) in the transaction at \(position) does not say which row it means: run ALTER TABLE \(table.quoted) REPLICA"
                + " IDENTITY FULL on the source for the changes to come, put this row right by hand and step over its transaction"
                + " (docs/replay.md says how)"
        }
    }
}

extension ReplayError {
    /// By what to look for the row; its values stay unsaid.
    private static func key(_ columns: [String]) -> String {
        columns.isEmpty ? "" : " (key: \(columns.joined(separator: ", ")))"
    }

    /// Whether one transaction is to blame, so that those before it can still be applied.
    var isAboutData: Bool {
        switch self {
        case .target, .commit, .spool, .locked, .displaced: false
        default: true
        }
    }

    /// The server's error where it is one of the server and not of a row: only such may pass.
    var serverError: MySQLError? {
        switch self {
        case .target(let error), .commit(let error): error
        default: nil
        }
    }
}
