import ArgumentParser

/// `spool`: what is in the spool, and whether it is sound.
struct SpoolCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "spool",
        abstract: "Look into the spool.",
        subcommands: [SpoolListCommand.self, SpoolDumpCommand.self, SpoolVerifyCommand.self]
    )
}
