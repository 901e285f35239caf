internal import ChangeModel
internal import MySQLClient

@testable import Replay

extension ReplayOptions {
    /// Options for tests that never meet a server.
    static var sample: ReplayOptions {
        ReplayOptions(
            target: MySQLOptions(host: "nowhere", port: 1, user: "nobody", password: ""),
            spoolDirectory: "nowhere",
            database: "shop"
        )
    }
}

extension ProgressTable.Progress {
    static func sample(position: UInt64 = 0, above: [PositionRange] = []) -> ProgressTable.Progress {
        ProgressTable.Progress(
            stream: "s",
            position: LSN(position),
            above: AppliedRanges(above),
            commitTime: nil,
            transactions: 0,
            rows: 0
        )
    }
}
