import ArgumentParser
import Glibc
import Settings

/// `status`: where both sides stand.
struct StatusCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show where capture and replay stand, and the lag in bytes, seconds and transactions."
    )

    @OptionGroup var common: CommonOptions
    @Flag(name: .long, help: "One JSON object, with stable fields: see docs/cli.md.") var json = false
    @Flag(name: .long, help: "Again every second, until interrupted.") var watch = false

    func perform() throws {
        let settings = try common.settings()
        repeat {
            let report = StatusReport(settings)
            if json { print(report.json) } else { for line in report.lines { print(line) } }
            guard watch else { return }
            if !json { print("") }
            fflush(nil)
            sleep(1)
        } while true
    }
}
