import ArgumentParser
import ChangeModel
import Glibc
import Logging
import Settings
import Telemetry

/// What every verb takes.
struct CommonOptions: ParsableArguments {
    @Option(name: .long, help: "The configuration file.")
    var config = "config.yaml"

    @Option(name: .long, help: "The spool's directory, in the place of spool.directory.")
    var spool: String?

    /// Reads the configuration and says its notices.
    func settings() throws -> Settings {
        var settings = try SettingsFile.load(path: config, environment: Self.environment())
        if let spool { settings.spool.directory = spool }
        for notice in settings.notices { Self.say(notice.description) }
        return settings
    }

    /// The spool's directory; a verb that only reads a spool needs no configuration where `--spool` names it.
    func spoolDirectory() throws -> String {
        if let spool { return spool }
        return try settings().spool.directory
    }

    static func log(_ label: String, _ settings: Settings) -> Logger {
        let level = Logger.Level(rawValue: settings.telemetry.logLevel.rawValue) ?? .info
        return Logger(label: label) { LineLogHandler(label: $0, level: level) }
    }

    /// One line on standard error.
    static func say(_ text: String) {
        let line = Array((text + "\n").utf8)
        _ = line.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }

    private static func environment() -> [String: String] {
        var values: [String: String] = [:]
        var entry = environ
        while let text = entry.pointee {
            let pair = String(cString: text).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if pair.count == 2 { values[String(pair[0])] = String(pair[1]) }
            entry += 1
        }
        return values
    }
}

extension LSN: ExpressibleByArgument {
    public init?(argument: String) {
        self.init(argument)
    }
}
