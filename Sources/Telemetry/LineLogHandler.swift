internal import ChangeModel
internal import Glibc
package import Logging

/// Writes one line an event to standard error: time, level, who, what.
package struct LineLogHandler: LogHandler {
    private let label: String
    package var logLevel: Logger.Level
    package var metadata: Logger.Metadata = [:]

    package init(label: String, level: Logger.Level) {
        self.label = label
        logLevel = level
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        let extra = (event.metadata ?? [:]).map { " \($0.key)=\($0.value)" }.sorted().joined()
        let line = "\(CommitTime.now()) \(event.level) \(label): \(event.message)\(extra)\n"
        // One write, so that lines of several processes on one terminal do not mix.
        let bytes = Array(line.utf8)
        _ = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
