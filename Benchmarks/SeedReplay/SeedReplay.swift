import ArgumentParser
import Glibc
import MySQLClient

/// The algorithm of openGauss's own reverse migration, on our spool reader and our MySQL client: what `replay` is measured against.
///
/// A table is pinned to one worker by the hash of its name, a worker has one connection, and a row is one prepared statement that commits
/// by itself. So the rows of a table keep their order and nothing else is kept: no transaction, no order between tables, no progress.
@main
struct SeedReplay: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "SeedReplay",
        abstract: "Apply a finished spool as the seed does: a table is pinned to a worker, a row is a commit."
    )

    @Option(help: "The spool to read; it must be complete.")
    var spool: String
    @Option(help: "The target's address.")
    var host = "127.0.0.1"
    @Option(help: "The target's port.")
    var port: UInt16
    @Option(help: "The target's user; the password stands in REVERSE_MIGRATION_TARGET_PASSWORD.")
    var user: String
    @Option(help: "The target's database, for every schema.")
    var database: String
    @Option(help: "Workers, each with a connection of its own.")
    var workers = 8
    @Option(help: "Stop after so many rows.")
    var rows = Int.max
    @Option(help: "Stop after so many source transactions.")
    var transactions = Int.max
    @Flag(help: "Apply each source transaction as one, over one connection: how the primary of a replica is filled.")
    var wholeTransactions = false

    func validate() throws {
        guard (1...64).contains(workers) else { throw ValidationError("--workers takes 1 to 64") }
        guard wholeTransactions || transactions == .max else {
            throw ValidationError("--transactions goes with --whole-transactions: nothing else knows where one ends")
        }
    }

    func run() throws {
        var target = MySQLOptions(host: host, user: user, password: Self.password, database: database)
        target.port = port
        let applied =
            wholeTransactions
            ? try TransactionLoader(target).apply(spool, transactions: transactions)
            : try PinnedWorkers(target, count: workers).apply(spool, rows: rows)
        print("{\"rows\": \(applied)}")
    }

    private static var password: String {
        getenv("REVERSE_MIGRATION_TARGET_PASSWORD").map { String(cString: $0) } ?? ""
    }
}
