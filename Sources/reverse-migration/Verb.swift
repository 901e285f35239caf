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
            let name = Self.configuration.commandName ?? "reverse-migration"
            let sentence = "reverse-migration \(name): \(error)\n"
            _ = Array(sentence.utf8).withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
            throw ExitStatus(for: error).exitCode
        }
    }
}
