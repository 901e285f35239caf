internal import Logging
internal import Synchronization

/// Counts how often replay said something with some words in it.
struct CountingLog: LogHandler {
    private final class Count: Sendable {
        let value = Atomic<Int>(0)
    }

    private let words: String
    private let lines = Count()
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.debug

    init(of words: String) { self.words = words }

    var count: Int { lines.value.load(ordering: .relaxed) }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        guard event.message.description.contains(words) else { return }
        lines.value.add(1, ordering: .relaxed)
    }
}
