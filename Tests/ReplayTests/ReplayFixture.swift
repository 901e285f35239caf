internal import ChangeModel
internal import Logging
internal import MySQLClient
internal import Spool
internal import TestSupport
internal import Threading

@testable import Replay

/// A spool that the test writes, a table of a real target that nobody else uses, and replays of the one into the other.
final class ReplayFixture {
    let target: LiveTarget
    let table: String
    let connection: MySQLConnection
    private let directory = TemporaryDirectory()
    private let identity: StreamIdentity
    /// Source transactions that one target transaction takes.
    var groupTransactions = 1_000
    var groupRows = 10_000
    /// What becomes of what replay says.
    var log: any LogHandler = SwiftLogNoOpLogHandler()

    /// `table` names the stream too, so that tests can run side by side.
    init(_ target: LiveTarget, table: String, _ definition: String) throws(MySQLError) {
        self.target = target
        self.table = table
        identity = StreamIdentity(systemIdentifier: "7001", database: "shop", slot: table)
        connection = try target.connect()
        try connection.execute("DROP TABLE IF EXISTS \(table)")
        try connection.execute("CREATE TABLE \(table) (\(definition)) ENGINE=InnoDB")
        try forgetProgress()
    }

    private var progressTable: ProgressTable {
        ProgressTable(database: target.database, table: "replay_tests_progress")
    }
    private var policyUsesTable: PolicyUsesTable {
        PolicyUsesTable(database: target.database, table: "replay_tests_policy_uses")
    }
    var streamName: String { identity.streamName }

    private func forgetProgress() throws(MySQLError) {
        try progressTable.create(on: connection)
        try connection.execute(
            "DELETE FROM \(progressTable.qualifiedName) WHERE stream = \(connection.quoted(streamName))"
        )
        try policyUsesTable.create(on: connection)
        try connection.execute(
            "DELETE FROM replay_tests_policy_uses WHERE stream = \(connection.quoted(streamName))"
        )
    }

    /// What the target says of each column: `policy of column: count (reason)`.
    func policyUses() throws(MySQLError) -> [String] {
        try policyUsesTable.read(stream: streamName, on: connection).sorted.map { use, count in
            "\(use.policy.rawValue) of \(use.column): \(count) (\(use.misfit.rawValue))"
        }
    }

    func progress() throws(MySQLError) -> ProgressTable.Progress? {
        try progressTable.read(stream: streamName, on: connection)
    }

    /// The table's rows, values joined by `|`, in the order of `order`.
    func rows(_ columns: String, order: String = "1") throws(MySQLError) -> [String] {
        try connection.query("SELECT \(columns) FROM \(table) ORDER BY \(order)").map { row in
            row.map { $0 ?? "NULL" }.joined(separator: "|")
        }
    }

    /// A relation of the table; columns are `name type`, those of the old image are named in `old`.
    func relation(_ columns: [(name: String, type: String)], new: Bool = true, old: [String] = []) -> Relation {
        Relation(
            table: TableName(schema: "public", table: table),
            columns: columns.map {
                Column(name: $0.name, typeName: $0.type, isInNewImage: new, isInOldImage: old.contains($0.name))
            }
        )
    }

    /// Adds to the spool; whatever was there stays.
    func write(_ options: SpoolOptions = SpoolOptions(), _ build: (inout BatchBuilder) -> Void) throws(SpoolError) {
        var builder = BatchBuilder()
        build(&builder)
        var writer = try SpoolWriter(
            path: directory.path(of: "spool"),
            identity: identity,
            dialect: .serial,
            startPosition: LSN(1),
            options: options
        )
        var cursor = 0
        while cursor < builder.batch.records.count {
            try writer.encode(builder.batch, from: &cursor)
            try writer.writeBlocks()
        }
        try writer.finish()
    }

    /// Applies what is in the spool, then ends; returns how far the target is.
    @discardableResult
    func replay(_ change: (inout ReplayOptions) -> Void = { _ in }) throws(ReplayError) -> LSN? {
        var options = ReplayOptions(
            target: target.options,
            spoolDirectory: directory.path(of: "spool"),
            database: target.database
        )
        options.progressTable = "replay_tests_progress"
        options.policyUsesTable = "replay_tests_policy_uses"
        options.groupTransactions = groupTransactions
        options.groupRows = groupRows
        options.stopWhenIdleMilliseconds = 200
        change(&options)
        let handler = log
        let log = Logger(label: "test") { _ in handler }
        return try ReplayRun(options: options, stop: StopRequest(), log: log).run()
    }

    /// Why a replay ends; nil where it does not fail.
    func failure(_ change: (inout ReplayOptions) -> Void = { _ in }) -> ReplayError? {
        do throws(ReplayError) {
            try replay(change)
            return nil
        } catch {
            return error
        }
    }
}

extension BatchBuilder {
    /// A transaction that commits at `position`, at as many seconds after 1970.
    mutating func transaction(_ position: UInt64, _ build: (inout BatchBuilder) -> Void) {
        begin(position)
        build(&self)
        commit(
            position,
            transactionIdentifier: position,
            time: CommitTime(microsecondsSinceEpoch: Int64(position) * 1_000_000)
        )
    }
}
