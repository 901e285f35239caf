internal import ChangeModel
internal import OpenGaussClient
internal import Synchronization

/// Asks the source's catalogue again when the decoder meets a type or table that it did not know at the start.
final class NameLookup: Sendable {
    private let source: SourceOptions
    /// Why the last lookup failed: then it is not the stream that is at fault.
    private let failureBox = Mutex<SourceError?>(nil)

    init(_ source: SourceOptions) {
        self.source = source
    }

    var failure: SourceError? { failureBox.withLock { $0 } }

    func names() -> SourceNames? {
        do throws(SourceError) {
            let connection = try SourceConnection(source, replication: true)
            let names = try SourceCatalog(connection).names()
            failureBox.withLock { $0 = nil }
            return names
        } catch {
            failureBox.withLock { $0 = error }
            return nil
        }
    }
}
