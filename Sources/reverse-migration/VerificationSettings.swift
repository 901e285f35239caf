import Capture
import ChangeModel
import OpenGaussClient
import Settings
import Verification

extension Settings {
    /// `tables` are the patterns of `--tables`; none admits all.
    func verificationOptions(statePath: String, tables: [String]) -> VerificationOptions {
        var options = VerificationOptions(
            source: sourceOptions,
            target: targetOptions,
            database: target.database,
            statePath: statePath
        )
        let whiteTableList = WhiteTableList(slot.whiteTableList)
        let patterns = tables.map { TablePattern($0) }
        // Its changes are not spooled, so its row differs all the time.
        let heartbeat = captureOptions.heartbeatTable
        options.admits = { table in
            whiteTableList.admits(table) && table != heartbeat
                && (patterns.isEmpty || patterns.contains { $0.matches(table) })
        }
        let schemas = mapping.schemas
        let database = target.database
        options.place = { table in
            VerificationOptions.TargetPlace(database: schemas[table.schema] ?? database, table: table.table)
        }
        return options
    }
}
