internal import ChangeModel
internal import Logging
internal import OpenGaussClient
internal import Telemetry
internal import Threading

/// Updates a row of the source's heartbeat table while nothing else commits there.
///
/// Where keepalives run ahead of data, as in parallel decoding, a commit is the only thing that may be acknowledged; without one the slot of a
/// quiet database would stand still and its server keep all its log. A beat that fails is said once and tried again.
struct Heartbeat {
    let table: TableName
    let intervalMilliseconds: Int
    let source: SourceOptions
    let log: Logger

    /// Beats until `stop`.
    func run(_ counters: PipelineCounters, until stop: StopRequest) {
        var connection: SourceConnection?
        var hasComplained = false
        var seen = counters.snapshot.transactions
        while !stop.wait(milliseconds: intervalMilliseconds) {
            let transactions = counters.snapshot.transactions
            defer { seen = transactions }
            guard transactions == seen else { continue }
            do throws(SourceError) {
                if connection == nil { connection = try SourceConnection(source, replication: false) }
                if let connection { try beat(connection) }
                hasComplained = false
            } catch {
                connection = nil
                if !hasComplained {
                    log.warning(
                        "the heartbeat table \(table) cannot be updated, so an idle slot stands still: \(error)"
                    )
                }
                hasComplained = true
            }
        }
    }

    private func beat(_ connection: SourceConnection) throws(SourceError) {
        let name = table.quoted
        let updated = try connection.query(
            "UPDATE \(name) SET beats = beats + 1 WHERE id = 1 RETURNING beats",
            to: "update the heartbeat table \(table)"
        )
        guard updated.rows.isEmpty else { return }
        try connection.query("INSERT INTO \(name) (id, beats) VALUES (1, 1)", to: "fill the heartbeat table \(table)")
    }

    /// The statement that makes the table.
    static func definition(_ table: TableName) -> String {
        "CREATE TABLE \(table.quoted) (id integer PRIMARY KEY, beats bigint NOT NULL);"
    }
}
