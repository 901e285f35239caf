internal import ChangeModel
internal import Glibc
internal import Logging
internal import MySQLClient
internal import Spool
internal import Synchronization
internal import TestSupport
internal import Testing
internal import Threading

@testable import Replay

/// Replays random workloads into a real server and holds what is there to the model.
final class Oracle {
    private let target: OracleTarget
    private let testName: String
    private var schema: (number: UInt64, schema: OracleSchema)?

    /// So many seeds share one schema: making tables takes longer than filling them.
    private static let seedsPerSchema: UInt64 = 4

    init(_ live: LiveTarget, database: String, testName: String) throws(MySQLError) {
        target = try OracleTarget(live, database: database)
        self.testName = testName
    }

    /// One worker, then several, each from nothing.
    func compareSerialAndParallel(seed: UInt64) throws {
        try withSpool(of: seed) { spool, workload, generator in
            for plan in [.serial, OraclePlan(&generator)] {
                try target.clear(workload.model.schema)
                let refusals = CountingLog(of: "refused")
                try replay(spool, plan, StopRequest(), refusals)
                try compare(workload, spool, "seed \(seed) with \(plan)", hint(seed))
                // What is refused in a group and fits alone was in the wrong order: nothing else is wrong with these rows.
                #expect(workload.defersConstraints || refusals.count == 0, "seed \(seed) with \(plan): \(hint(seed))")
            }
        }
    }

    /// Replays that are stopped, or lose connections, at moments that nobody chose, until all is applied.
    func interrupt(seed: UInt64) throws {
        try withSpool(of: seed) { spool, workload, generator in
            try target.clear(workload.model.schema)
            var plans = ""
            for number in 0..<20 {
                var plan = OraclePlan(&generator)
                plan.groupTransactions = min(plan.groupTransactions, 5)
                plans += "\n\(plan)"
                let stop = StopRequest()
                let pause = UInt32.random(in: 0...30_000, using: &generator)
                let interruption = number < 3 ? interruption(stop, &generator) : nil
                let thread = interruption.map { body in
                    JoinedThread(name: "interrupt") {
                        usleep(pause)
                        body()
                    }
                }
                defer { thread?.join() }
                if try attempt(spool, plan, stop) == spool.last { break }
            }
            try compare(workload, spool, "seed \(seed), interrupted, with\(plans)\n", hint(seed))
        }
    }

    /// A connection that is cut before any has stood for long is taken for a wrong address, and ends the replay.
    private func attempt(_ spool: OracleSpool, _ plan: OraclePlan, _ stop: StopRequest) throws -> LSN? {
        do {
            return try replay(spool, plan, stop, CountingLog(of: "refused"))
        } catch ReplayError.target(let error) where error.errorClass == .connectionLost {
            return nil
        }
    }

    private func interruption(
        _ stop: StopRequest,
        _ generator: inout SeededGenerator
    ) -> @Sendable () -> Void {
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: target.cutter(all: true)
        case 1: target.cutter(all: false)
        default: { stop.request() }
        }
    }

    private func hint(_ seed: UInt64) -> String {
        "alone: ORACLE_FIRST=\(seed) ORACLE_SEEDS=1 swift test --filter '\(testName)'"
    }
}

extension Oracle {
    private func withSpool(
        of seed: UInt64,
        _ body: (OracleSpool, OracleWorkload, inout SeededGenerator) throws -> Void
    ) throws {
        var generator = SeededGenerator(seed: seed &* 2 &+ 1)
        let workload = OracleWorkload(schema: try schema(of: seed), seed: seed)
        do {
            try body(try OracleSpool(workload, seed: seed), workload, &generator)
        } catch {
            Issue.record("seed \(seed): \(error); \(hint(seed))")
            throw error
        }
    }

    /// The schema of the seed, with its tables in the target.
    private func schema(of seed: UInt64) throws(MySQLError) -> OracleSchema {
        let number = seed / Self.seedsPerSchema
        if let schema, schema.number == number { return schema.schema }
        var generator = SeededGenerator(seed: number)
        let made = OracleSchema(collations: target.collations, &generator)
        try target.create(made)
        schema = (number, made)
        return made
    }

    @discardableResult
    private func replay(
        _ spool: OracleSpool,
        _ plan: OraclePlan,
        _ stop: StopRequest,
        _ refusals: CountingLog
    ) throws -> LSN? {
        var server = target.live.options
        server.database = target.database
        var options = ReplayOptions(target: server, spoolDirectory: spool.path, database: target.database)
        options.progressTable = target.progressTable.table
        options.untilPosition = spool.last
        options.retryDelayMaxMilliseconds = 100
        plan.apply(to: &options)
        let log = Logger(label: "oracle") { _ in refusals }
        return try ReplayRun(options: options, stop: stop, log: log).run()
    }

    private func compare(_ workload: OracleWorkload, _ spool: OracleSpool, _ what: String, _ hint: String) throws {
        for (number, table) in workload.model.schema.tables.enumerated() {
            let wanted = workload.model.rows[number].map { OracleTarget.line($0.map(\.stored)) }.sorted()
            let found = try target.rows(of: table)
            #expect(found == wanted, "\(table.name), \(what): \(hint)")
        }
        let progress = try target.progressTable.read(stream: spool.streamName, on: target.connection)
        #expect(progress?.position == spool.last, "\(what): \(hint)")
        let counted = workload.transactions.count { !$0.isEmpty }
        #expect(progress?.transactions == UInt64(counted), "\(what): \(hint)")
        #expect(progress?.rows == UInt64(workload.rowCount), "\(what): \(hint)")
    }
}
