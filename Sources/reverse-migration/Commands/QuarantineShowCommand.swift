import ArgumentParser
import Replay

/// `quarantine show`: rows, with their values.
struct QuarantineShowCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show rows with their values, and why they do not fit."
    )

    @OptionGroup var common: CommonOptions
    @Argument(help: ArgumentHelp("The numbers of the rows, as `ls` gives them.", valueName: "id")) var identifiers:
        [UInt64]
    @Flag(name: .long, help: "One JSON object a row, with stable fields: see docs/cli.md.") var json = false

    func perform() throws {
        let desk = try QuarantineDesk(try common.settings())
        try desk.requireTable()
        for identifier in identifiers {
            let row = try desk.row(identifier)
            let change = try desk.change(of: row)
            print(
                json ? QuarantineOutput.json(row, change) : QuarantineOutput.lines(row, change).joined(separator: "\n")
            )
        }
    }
}
