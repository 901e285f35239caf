import Capture
import ChangeModel
import OpenGaussClient
import Replay
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
        let names = tableMapping
        let whiteTableList = WhiteTableList(slot.whiteTableList)
        let patterns = tables.map { TableNameGlob($0) }
        // Its changes are not spooled, so its row differs all the time.
        let heartbeat = captureOptions.heartbeatTable
        options.admits = { table in
            whiteTableList.admits(table) && table != heartbeat && names.isIncluded(table)
                && (patterns.isEmpty || patterns.contains { $0.matches(table) })
        }
        // Without what replay leaves out, and under the names that it gives; values are compared without any code of replay.
        options.place = { table in
            guard case .target(let name) = names.destination(of: table) else {
                preconditionFailure("a table that is left out is not compared")
            }
            return VerificationOptions.TargetPlace(database: name.database, table: name.table)
        }
        options.writesArraysAsJSON = values.arrays == .json
        options.targetColumn = { names.column($1, of: $0) }
        return options
    }
}
