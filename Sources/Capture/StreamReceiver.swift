internal import ChangeModel
internal import Glibc
internal import Logging
internal import OpenGaussClient
internal import Synchronization
internal import Threading

/// The receiving thread of a session: takes messages off the socket, hands them on in batches, and answers the source in time however long
/// the spool takes.
///
/// `@unchecked Sendable` because the stream is used by the thread that runs `run` until it returns, and by the session's thread only
/// after it has joined that thread.
final class StreamReceiver: @unchecked Sendable {
    private let stream: ChangeStream
    private let queue: BoundedQueue<MessageBatch>
    private let durable: DurablePosition
    private let stop: StopRequest
    private let log: Logger
    private let feedbackIntervalMilliseconds: Int
    /// Asks the source for its position with every reply, so that an end that is waited for is seen soon.
    private let wantsPositions: Bool
    /// Keepalives of parallel decoding run ahead of data that was not sent yet: they say nothing of what was received.
    private let trustsKeepalives: Bool
    private var confirmed: ConfirmedPosition
    private var nextFeedback = MonotonicTime.now()
    /// Why the stream ended, if it was not asked to.
    private(set) var failure: SourceError?

    /// A batch is handed on when it has grown to this, or when nothing more is there.
    private static let batchBytes = 256 << 10
    /// Less than this is few, and the longest time that a message waits for others to come.
    private static let gatherBytes = 64 << 10
    private static let gatherMicroseconds: UInt32 = 200

    init(
        stream: ChangeStream,
        queue: BoundedQueue<MessageBatch>,
        durable: DurablePosition,
        stop: StopRequest,
        options: CaptureOptions,
        log: Logger
    ) {
        self.stream = stream
        self.queue = queue
        self.durable = durable
        self.stop = stop
        self.log = log
        feedbackIntervalMilliseconds = options.feedbackIntervalMilliseconds
        wantsPositions = options.untilPosition != nil
        trustsKeepalives = !options.stream.dialect.isParallel
        confirmed = ConfirmedPosition(durable: durable.value)
    }

    /// Runs until the stream fails or `stop` is requested; then the queue is closed.
    func run() {
        defer { queue.close() }
        do throws(SourceError) {
            while !stop.isRequested {
                try sendFeedbackWhenDue()
                stream.wait(milliseconds: Int32(min(millisecondsToFeedback, 100)))
                if try receiveBatch() < Self.gatherBytes { gather() }
            }
        } catch {
            failure = error
        }
    }

    private var millisecondsToFeedback: Int {
        max(0, nextFeedback.milliseconds(since: .now()))
    }

    /// Returns how many bytes came.
    private func receiveBatch() throws(SourceError) -> Int {
        var batch = MessageBatch()
        let received = try stream.receive(into: &batch, limitBytes: Self.batchBytes)
        for message in batch.messages {
            switch message {
            case .data(let position, _): confirmed.sawMessage(at: position)
            case .keepalive(let walEnd): if trustsKeepalives { confirmed.sawMessage(at: walEnd) }
            }
        }
        let byteCount = batch.footprintBytes
        for notice in stream.takeNotices() { log.notice("the source says: \(notice)") }
        if !batch.isEmpty { try handOn(batch) }
        if received.wantsReply { try sendFeedback() }
        return byteCount
    }

    /// A source sends a message a record, and waking up for each costs more than all the rest. What has just begun to flow goes on, so the next look
    /// at the socket comes a little later, for many.
    private func gather() {
        usleep(Self.gatherMicroseconds)
    }

    /// Waits for room in the queue, and goes on answering the source meanwhile.
    private func handOn(_ batch: MessageBatch) throws(SourceError) {
        while !stop.isRequested {
            switch queue.push(batch, cost: batch.footprintBytes, milliseconds: millisecondsToFeedback) {
            case .accepted, .closed: return
            case .full: try sendFeedbackWhenDue()
            }
        }
    }

    private func sendFeedbackWhenDue() throws(SourceError) {
        if millisecondsToFeedback == 0 { try sendFeedback() }
    }

    /// Tells the source what is durable. Also to be called once after the thread has ended, to say how it ended.
    func sendFeedback() throws(SourceError) {
        confirmed.spooled(durable.value)
        let status = StandbyStatus(
            received: confirmed.received,
            flushed: confirmed.durable,
            time: .now(),
            wantsReply: wantsPositions
        )
        // Where the socket has no room the source is busy sending; the next reply tells it.
        _ = try stream.send(status)
        nextFeedback = MonotonicTime.now().adding(milliseconds: feedbackIntervalMilliseconds)
    }
}
