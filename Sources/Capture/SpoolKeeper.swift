internal import ChangeDecoding
internal import ChangeModel
internal import Logging
internal import Spool
internal import Telemetry
internal import Threading

/// The spooling side of a capture: decodes batches, writes them, syncs, and says what is durable. A lack of room is waited out here.
///
/// It lives as long as the capture; sessions with the source come and go. To be used from one thread.
final class SpoolKeeper {
    private var writer: SpoolWriter
    /// Of the session at hand.
    private var decoder: ChangeDecoder?
    private var heartbeatFilter: TableFilter?
    private var stopCondition: StopCondition
    private let options: CaptureOptions
    private let stop: StopRequest
    private let counters: PipelineCounters
    private let log: Logger
    let durable: DurablePosition
    let isNew: Bool
    private var lastFlush = MonotonicTime.now()
    private var lastPositionRecord = MonotonicTime.now()
    /// A keepalive's position, not yet recorded.
    private var idlePosition: LSN?
    private var progress = ProgressReport(startedAt: .now())
    private var nextProgress: MonotonicTime

    /// An idle source's position is recorded at most this often.
    private static let positionIntervalMilliseconds = 1_000
    /// How often the disk is tried again, and how often that is said.
    private static let roomRetryMilliseconds = 500
    private static let roomReminderMilliseconds = 60_000

    init(
        writer: consuming SpoolWriter,
        options: CaptureOptions,
        stop: StopRequest,
        counters: PipelineCounters,
        log: Logger
    ) {
        durable = DurablePosition(writer.durablePosition)
        isNew = writer.isNew
        self.writer = writer
        self.options = options
        self.stop = stop
        self.counters = counters
        self.log = log
        stopCondition = StopCondition(
            untilPosition: options.untilPosition,
            idleMilliseconds: options.stopWhenIdleMilliseconds,
            now: .now()
        )
        nextProgress = MonotonicTime.now().adding(milliseconds: options.progressIntervalMilliseconds)
    }

    var isFinished: Bool { stopCondition.isReached(durable.value, at: .now()) }

    /// Spools what comes through `queue` until that is closed or the capture is at its end.
    func run(_ queue: BoundedQueue<MessageBatch>) throws(CaptureError) {
        while !stop.isRequested, !isFinished {
            switch queue.pop(until: nextWakeUp) {
            case .element(let batch): try store(batch)
            case .timedOut: break
            case .closed: return try flush()
            }
            if isFlushDue { try flush() }
            reportProgress()
        }
        try flush()
    }

    private var nextWakeUp: MonotonicTime {
        let soon = MonotonicTime.now().adding(milliseconds: 100)
        return hasUnflushed ? min(soon, lastFlush.adding(milliseconds: options.flushIntervalMilliseconds)) : soon
    }

    private var hasUnflushed: Bool { writer.lastPosition > writer.durablePosition || isPositionDue }

    /// At the end that was asked for at once: the next batch belongs to what lies behind it.
    private var isFlushDue: Bool {
        guard hasUnflushed else { return false }
        let taken = max(writer.lastPosition, idlePosition ?? .zero)
        return MonotonicTime.now().milliseconds(since: lastFlush) >= options.flushIntervalMilliseconds
            || stopCondition.isReached(taken, at: lastFlush)
    }

    private var isPositionDue: Bool {
        guard let idlePosition, idlePosition > writer.lastPosition else { return false }
        let isEnd = stopCondition.isReached(idlePosition, at: lastFlush)
        return isEnd || MonotonicTime.now().milliseconds(since: lastPositionRecord) >= Self.positionIntervalMilliseconds
    }

    private func store(_ messages: consuming MessageBatch) throws(CaptureError) {
        let byteCount = messages.bytes.count
        var batch: ChangeBatch
        do throws(DecodingError) {
            guard let decoded = try decoder?.decode(consume messages) else {
                preconditionFailure("messages come in a session")
            }
            batch = decoded
        } catch {
            throw .decoding(error)
        }
        heartbeatFilter?.apply(to: &batch)
        batch.records.removeSubrange(stopCondition.recordsToKeep(of: batch)...)
        var cursor = 0
        while cursor < batch.records.count {
            do throws(SpoolError) { try writer.encode(batch, from: &cursor) } catch { throw .spool(error) }
            // Without room nothing more goes in: a stop ends the batch here.
            guard try whileRoomLacks({ (writer) throws(SpoolError) in try writer.writeBlocks() }) else { return }
        }
        note(batch, byteCount)
    }

    private func note(_ batch: borrowing ChangeBatch, _ byteCount: Int) {
        var transactions = 0
        var rows = 0
        var time: CommitTime?
        for index in batch.records.indices {
            switch batch.records[index] {
            case .row: rows += 1
            case .commit(let commit):
                transactions += 1
                time = commit.time
            case .position(let position): idlePosition = position
            case .begin, .truncate, .schemaChange: break
            }
        }
        counters.add(transactions: transactions, rows: rows, bytes: byteCount)
        counters.reached(writer.lastPosition, commitTime: time)
        // The heartbeat's own transactions are empty here, and nothing that an idle source did.
        let isBusy = rows > 0 || (transactions > 0 && heartbeatFilter == nil)
        if isBusy { stopCondition.sawTransaction(at: .now()) }
    }

    private func flush() throws(CaptureError) {
        if isPositionDue, let idlePosition {
            writer.notePosition(idlePosition)
            lastPositionRecord = .now()
        }
        try whileRoomLacks { (writer) throws(SpoolError) in try writer.flush() }
        durable.value = writer.durablePosition
        lastFlush = .now()
    }

    /// Writes down where a new spool begins, so that a slot that is made anew shows before anything has come.
    func begin(at position: LSN) throws(CaptureError) {
        writer.notePosition(position)
        try flush()
    }

    /// Spools what did not come through a queue.
    func take(_ messages: consuming MessageBatch) throws(CaptureError) {
        try store(messages)
        if isFlushDue { try flush() }
        reportProgress()
    }

    /// Another server may answer under the same name, after a failover for one: its changes do not belong here.
    func requireOwner(_ identity: StreamIdentity) throws(CaptureError) {
        do throws(SpoolError) { try writer.requireOwner(identity) } catch { throw .spool(error) }
    }

    /// A stream begins: what was open will come again from its start.
    func beginStream(_ decoder: consuming ChangeDecoder) throws(CaptureError) {
        self.decoder = Optional(decoder)
        heartbeatFilter = options.heartbeatTable.map { TableFilter($0) }
        idlePosition = nil
        try whileRoomLacks { (writer) throws(SpoolError) in try writer.abandonTransaction() }
    }

    /// Ends in good order.
    func finish() throws(CaptureError) {
        try whileRoomLacks { (writer) throws(SpoolError) in try writer.finish() }
        durable.value = writer.durablePosition
    }

    /// Tries until there is room. False when a request to stop ended the wait: what was not written comes again from the source.
    @discardableResult
    private func whileRoomLacks(_ body: (inout SpoolWriter) throws(SpoolError) -> Void) throws(CaptureError) -> Bool {
        var reminder: MonotonicTime?
        while true {
            do throws(SpoolError) {
                try body(&writer)
                if reminder != nil { log.notice("there is room again; going on at \(writer.lastPosition)") }
                return true
            } catch {
                guard error.isLackOfRoom else { throw .spool(error) }
                let now = MonotonicTime.now()
                if reminder.map({ $0 <= now }) ?? true {
                    log.error("\(error)")
                    reminder = now.adding(milliseconds: Self.roomReminderMilliseconds)
                }
                if stop.wait(milliseconds: Self.roomRetryMilliseconds) { return false }
            }
        }
    }

    private func reportProgress() {
        guard MonotonicTime.now() >= nextProgress else { return }
        nextProgress = MonotonicTime.now().adding(milliseconds: options.progressIntervalMilliseconds)
        if let line = progress.line(counters.snapshot, at: .now()) { log.info("\(line)") }
    }
}
