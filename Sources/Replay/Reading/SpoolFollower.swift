internal import ChangeModel
internal import Spool
internal import Synchronization
internal import Threading

/// The reading thread of a replay: reads the spool ahead of the target, within the queue's bounds, and follows its open end.
///
/// `@unchecked Sendable` because `failure` is written by the thread that runs `run` and read after that thread was joined or has closed the
/// queue, whose lock orders the two.
final class SpoolFollower: @unchecked Sendable {
    private let path: String
    private let position: LSN?
    private let pollIntervalMilliseconds: Int
    private let queue: BoundedQueue<ChangeBatch>
    private let stop: StopRequest
    /// Why reading ended, if it was not asked to.
    private(set) var failure: SpoolError?
    private let waiting = Atomic<Bool>(false)

    /// Whether everything that the spool holds was handed on.
    var isWaiting: Bool { waiting.load(ordering: .acquiring) }

    init(
        options: ReplayOptions,
        after position: LSN?,
        queue: BoundedQueue<ChangeBatch>,
        stop: StopRequest
    ) {
        path = options.spoolDirectory
        self.position = position
        pollIntervalMilliseconds = options.pollIntervalMilliseconds
        self.queue = queue
        self.stop = stop
    }

    func run() {
        defer { queue.close() }
        var reader = SpoolReader(path: path, after: position)
        do throws(SpoolError) {
            while !stop.isRequested {
                switch try reader.next() {
                case .batch(let batch):
                    waiting.store(false, ordering: .releasing)
                    handOn(batch)
                case .waiting:
                    waiting.store(true, ordering: .releasing)
                    stop.wait(milliseconds: pollIntervalMilliseconds)
                }
            }
        } catch {
            failure = error
        }
    }

    private func handOn(_ batch: ChangeBatch) {
        while !stop.isRequested {
            if queue.push(batch, cost: batch.footprintBytes, milliseconds: 1_000) != .full { return }
        }
    }
}
