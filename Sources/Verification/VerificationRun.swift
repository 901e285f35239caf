internal import ChangeModel
package import Logging
internal import MySQLClient
internal import OpenGaussClient
package import Threading

/// Compares the tables of two databases, one after the other, and notes how far it is.
package final class VerificationRun {
    private let options: VerificationOptions
    private let watermark: any ReplayWatermark
    private let stop: StopRequest
    private let log: Logger
    private let stateFile: StateFile
    package let progress = VerificationProgress()
    /// Told of each difference and each table as soon as it is certain.
    private let reportDifference: @Sendable (RowDifference) -> Void
    private let reportTable: (TableResult) -> Void
    private var lastCheckpoint = MonotonicTime.now()

    private static let checkpointIntervalMilliseconds = 500

    /// What all tables of a run are compared with.
    private struct Equipment {
        let sides: BothSides
        let hashes: CommonHash?
        let repair: RepairScript?
    }

    package init(
        options: VerificationOptions,
        watermark: any ReplayWatermark,
        stop: StopRequest,
        log: Logger,
        reportDifference: @escaping @Sendable (RowDifference) -> Void,
        reportTable: @escaping (TableResult) -> Void
    ) {
        self.options = options
        self.watermark = watermark
        self.stop = stop
        self.log = log
        self.reportDifference = reportDifference
        self.reportTable = reportTable
        stateFile = StateFile(path: options.statePath)
    }

    /// Compares everything that is not compared yet. Throws `stopped` when it was asked to stop before that.
    package func run() throws(VerificationError) -> VerificationReport {
        var state = try beginning()
        let repair = try options.repairPath.map { path throws(VerificationError) in
            try RepairScript(path: path, continuingAt: state.repairBytes)
        }
        let source = try SourceSession(options.source)
        let sides = BothSides(source: source, target: try TargetSession(options.target))
        let hashes = try CommonHash.find(sides.source, sides.target)
        source.use(hashes)
        sides.target.use(hashes, countsBytes: source.sourceDialect.isUnicode)
        if hashes == nil {
            log.warning("the two servers share no hash function: every row is read from both")
        }
        let tables = try SourceTableReader(source).tables(options.admits)
        guard !tables.isEmpty else { throw .nothingToCompare }
        progress.begin(tables: tables.count, expectedRows: tables.reduce(0) { $0 + Self.expectedRows($1) })
        let equipment = Equipment(sides: sides, hashes: hashes, repair: repair)
        // One for all tables: what it has learnt of replay holds for the next one too.
        var judge = Judge(
            sides: sides,
            watermark: watermark,
            settleMilliseconds: options.settleMilliseconds,
            stop: stop
        )
        for table in tables { try compareOnce(table, equipment, &judge, &state) }
        try repair?.finish()
        try stateFile.remove()
        return VerificationReport(tables: tables.compactMap { state.result(of: $0.name) })
    }

    /// What an earlier run has left, where it was the same comparison.
    private func beginning() throws(VerificationError) -> VerificationState {
        let source = options.source
        let comparison = [
            source.hosts.joined(separator: ","), String(source.port), source.database, options.target.endpoint,
            options.target.database ?? "", options.repairPath ?? "",
        ].joined(separator: " ")
        guard !options.isFresh, let state = try stateFile.read() else {
            return VerificationState(comparison: comparison)
        }
        guard state.comparison == comparison else {
            throw .state(path: options.statePath, reason: "is of another comparison (\(state.comparison))")
        }
        let open = state.open.map { ", and \($0.result.table) in part" } ?? ""
        log.info("going on where an earlier run was: \(state.finished.count) tables are compared\(open)")
        return state
    }

    private static func expectedRows(_ table: SourceTable) -> Int {
        Int(clamping: table.estimatedRows ?? 0)
    }

    private func compareOnce(
        _ table: SourceTable,
        _ equipment: Equipment,
        _ judge: inout Judge,
        _ state: inout VerificationState
    ) throws(VerificationError) {
        progress.began(table.name.description)
        let result: TableResult
        if let finished = state.result(of: table.name) {
            result = finished
            progress.compared(rows: finished.sourceRows)
            progress.found(differences: finished.differences)
        } else {
            result = try compare(table, equipment, &judge, &state)
            state.finished.append(result)
            state.open = nil
            try note(state, equipment.repair)
            reportTable(result)
        }
        progress.finished(expected: Self.expectedRows(table), actual: result.sourceRows)
    }

    private func compare(
        _ table: SourceTable,
        _ equipment: Equipment,
        _ judge: inout Judge,
        _ state: inout VerificationState
    ) throws(VerificationError) -> TableResult {
        let place = options.place(table.name)
        let counterpart = try equipment.sides.target.table(place)
        let plan = TablePlanner(options: options, hashes: equipment.hashes).plan(table, counterpart)
        var result = TableResult(table: table.name, target: place.description)
        result.problems = plan.problems
        result.notes = plan.notes
        progress.found(differences: plan.problems.count)
        guard let compared = plan.table else { return result }
        result.method = compared.method.rawValue
        judge.beginTable()
        if compared.method == .ranges {
            if try compareRanges(compared, equipment, &judge, &result, &state) { return result }
            result.restart()
            result.method = ComparedTable.Method.buckets.rawValue
            result.notes.append("the two sides order its key differently: compared by a hash of the key")
            guard equipment.hashes != nil else {
                result.problems.append("it could not be compared: the servers share no hash function either")
                return result
            }
        }
        let method: ComparedTable.Method = compared.method == .ranges ? .buckets : compared.method
        let context = try context(compared.compared(by: method), equipment)
        try BucketComparison(context: context).run(&judge, &result)
        return result
    }

    private func compareRanges(
        _ table: ComparedTable,
        _ equipment: Equipment,
        _ judge: inout Judge,
        _ result: inout TableResult,
        _ state: inout VerificationState
    ) throws(VerificationError) -> Bool {
        var start: [String]?
        if let open = state.open, open.result.table == table.source {
            result = open.result
            start = open.upTo
            progress.compared(rows: result.sourceRows)
            progress.found(differences: result.missing + result.extra + result.different)
        }
        var comparison = RangeComparison(try context(table, equipment))
        var noted = state
        defer { state = noted }
        return try comparison.run(after: start, &judge, &result) { result, upTo throws(VerificationError) in
            noted.open = VerificationState.Open(result: result, upTo: upTo)
            guard MonotonicTime.now().milliseconds(since: lastCheckpoint) >= Self.checkpointIntervalMilliseconds else {
                return
            }
            try note(noted, equipment.repair)
        }
    }

    private func context(
        _ table: ComparedTable,
        _ equipment: Equipment
    ) throws(VerificationError) -> TableContext {
        let sides = equipment.sides
        var source = TableQueries(table: table, dialect: sides.source.dialect)
        let target = TableQueries(table: table, dialect: sides.target.dialect)
        // Not every engine of the source's tables says when a row was written.
        let probe = "SELECT xmin::text::bigint FROM \(source.dialect.table(table)) LIMIT 1"
        if try sides.source.ifUnderstood(probe) != nil { source.version = "xmin::text" }
        return TableContext(
            sides: sides,
            source: source,
            target: target,
            sink: DifferenceSink(
                sides: sides,
                source: source,
                target: target,
                report: reportDifference,
                repair: equipment.repair
            ),
            rowsPerSecond: options.rowsPerSecond,
            progress: progress,
            stop: stop
        )
    }

    /// The repair script first: a state never speaks of statements that are not on the disk.
    private func note(_ state: VerificationState, _ repair: RepairScript?) throws(VerificationError) {
        var state = state
        if let repair {
            try repair.synchronize()
            state.repairBytes = repair.length
        }
        try stateFile.write(state)
        lastCheckpoint = MonotonicTime.now()
    }
}
