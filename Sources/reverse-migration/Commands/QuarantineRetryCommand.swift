import ArgumentParser
import Glibc
import MySQLClient
import Replay
import Threading

/// `quarantine retry`: rows that are held are tried again by the replay that runs, or by the next one.
struct QuarantineRetryCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: "Try rows again that are held, and then those that wait behind them."
    )

    @OptionGroup var common: CommonOptions
    @Argument(help: "The rows' numbers, as `ls` gives them.") var identifiers: [UInt64] = []
    @Flag(name: .long, help: "All rows that are held.") var all = false
    @Option(name: .long, help: "How many seconds to wait for the replay that runs.") var wait = 60

    func validate() throws {
        if all == !identifiers.isEmpty { throw ValidationError("retry wants the numbers of rows, or --all") }
        if !(0...86_400).contains(wait) { throw ValidationError("--wait wants a number of seconds from 0 to 86400") }
    }

    func perform() throws {
        let desk = try QuarantineDesk(try common.settings())
        try desk.requireTable()
        let rows = try chosen(desk)
        guard !rows.isEmpty else { return CommonOptions.say("no row is held") }
        for row in rows {
            try desk.move(row.identifier, from: [.held, .retry], to: .retry, verb: "tried again")
        }
        try waitForReplay(rows, desk)
        var refused = 0
        for row in rows where try !report(desk.row(row.identifier)) { refused += 1 }
        if refused > 0 { throw QuarantineRefusal.refusedAgain(rows: refused) }
    }

    private func chosen(_ desk: QuarantineDesk) throws -> [QuarantinedRow] {
        guard all else { return try identifiers.map { try desk.row($0) } }
        var rows: [QuarantinedRow] = []
        try desk.forEach(where: "state IN ('held', 'retry')") { rows.append($0) }
        return rows
    }

    /// As long as one is there, and has not tried all of them.
    private func waitForReplay(_ rows: [QuarantinedRow], _ desk: QuarantineDesk) throws {
        let end = MonotonicTime.now().adding(milliseconds: wait * 1_000)
        while MonotonicTime.now() < end, try rows.contains(where: { try desk.row($0.identifier).state == .retry }) {
            guard try desk.isReplayed(rows[0].stream) else { return }
            usleep(100_000)
        }
    }

    /// False for a row that does not fit.
    private func report(_ row: QuarantinedRow) -> Bool {
        let outcome =
            switch row.state {
            case .retry: "not tried yet; it is when replay runs"
            case .held: "does not fit: \(row.reason)"
            case .waiting: "waits behind another row that is held"
            default: row.state.rawValue
            }
        print("\(row.identifier) \(row.sourceTable): \(outcome)")
        return row.state != .held
    }
}
