import ArgumentParser

/// The one executable; a verb a file in Commands/.
@main
struct ReverseMigration: ParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "reverse-migration",
        abstract: "Carries every change made in openGauss back to the old MySQL, whole, in order, exactly once.",
        version: version,
        subcommands: [
            CheckCommand.self, CreateCommand.self, DropCommand.self, StartCommand.self, CaptureCommand.self,
            ReplayCommand.self, StatusCommand.self, SpoolCommand.self, QuarantineCommand.self, VerifyCommand.self,
        ]
    )
}
