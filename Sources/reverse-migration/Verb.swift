import ArgumentParser
import Glibc

/// A command whose errors end the process with one sentence on standard error and the exit code that fits.
protocol Verb: ParsableCommand {
    func perform() throws
}

extension Verb {
    func run() throws {
        do {
            try perform()
        } catch let exit as ExitCode {
            throw exit
        } catch {
            let sentence = "reverse-migration \(Self.words): \(error)\n"
            _ = Array(sentence.utf8).withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
            throw ExitStatus(for: error).exitCode
        }
    }

    /// What the user has typed: `drop`, or `quarantine drop`.
    private static var words: String {
        let parent = ReverseMigration.configuration.subcommands.first { command in
            command.configuration.subcommands.contains { $0 == Self.self }
        }
        return [parent?.configuration.commandName, configuration.commandName].compactMap { $0 }.joined(separator: " ")
    }
}
