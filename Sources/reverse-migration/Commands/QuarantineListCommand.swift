import ArgumentParser
import MySQLClient
import Replay

/// `quarantine ls`: the rows, without their values.
struct QuarantineListCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "ls",
        abstract: "List the rows that did not fit, and those that wait behind them; no values."
    )

    @OptionGroup var common: CommonOptions
    @Option(name: .long, help: "Only rows in this state; may be given several times.") var state: [QuarantineState] = []
    @Option(name: .long, help: "Only rows of this table of the source, schema.table.") var table: String?
    @Flag(name: .long, help: "One JSON object a row, with stable fields: see docs/cli.md.") var json = false

    func perform() throws {
        let desk = try QuarantineDesk(try common.settings())
        guard try desk.asking({ () throws(MySQLError) in try desk.table.exists(on: desk.connection) }) else {
            return CommonOptions.say("no row was ever set aside: the target has no table \(desk.table.table)")
        }
        var output = QuarantineOutput(isJSON: json)
        try desk.forEach(where: condition(desk.connection)) { output.append($0) }
        output.end()
    }

    private func condition(_ connection: MySQLConnection) -> String {
        let states = state.map { "'\($0.rawValue)'" }.joined(separator: ",")
        let terms = [
            states.isEmpty ? nil : "state IN (\(states))", table.map { "source_table = \(connection.quoted($0))" },
        ].compactMap { $0 }
        return terms.isEmpty ? "TRUE" : terms.joined(separator: " AND ")
    }
}

extension QuarantineState: ExpressibleByArgument {}
