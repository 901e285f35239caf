import ArgumentParser
import Replay

/// `quarantine drop`: a row that will not be written; its record stays.
struct QuarantineDropCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "drop",
        abstract: "Give rows up that are held; their record stays, and what waits behind them is tried."
    )

    @OptionGroup var common: CommonOptions
    @Argument(help: "The rows' numbers, as `ls` gives them.") var identifiers: [UInt64]

    func perform() throws {
        let desk = try QuarantineDesk(try common.settings())
        try desk.requireTable()
        for identifier in identifiers {
            let row = try desk.row(identifier)
            try desk.move(identifier, from: [.held, .waiting, .retry], to: .dropped, verb: "dropped")
            print("\(identifier) \(row.sourceTable): dropped; what waits behind it is tried when replay runs")
        }
    }
}
