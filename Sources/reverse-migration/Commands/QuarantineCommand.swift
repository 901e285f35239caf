import ArgumentParser

/// `quarantine`: rows that did not fit, and what shall become of them.
struct QuarantineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quarantine",
        abstract: "Look at the rows that did not fit, and settle them.",
        subcommands: [
            QuarantineListCommand.self, QuarantineShowCommand.self, QuarantineRetryCommand.self,
            QuarantineEditCommand.self, QuarantineDropCommand.self,
        ]
    )
}
