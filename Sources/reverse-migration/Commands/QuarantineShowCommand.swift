import ArgumentParser
import Replay

/// `quarantine show`: one row, with its values.
struct QuarantineShowCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show one row with its values, and why it does not fit."
    )

    @OptionGroup var common: CommonOptions
    @Argument(help: "The row's number, as `ls` gives it.") var identifier: UInt64
    @Flag(name: .long, help: "One JSON object, with stable fields: see docs/cli.md.") var json = false

    func perform() throws {
        let desk = try QuarantineDesk(try common.settings())
        try desk.requireTable()
        let row = try desk.row(identifier)
        let change = try desk.change(of: row)
        print(json ? QuarantineOutput.json(row, change) : QuarantineOutput.lines(row, change).joined(separator: "\n"))
    }
}
