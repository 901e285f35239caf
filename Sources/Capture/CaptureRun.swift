package import ChangeModel
package import Logging
internal import OpenGaussClient
internal import Spool
package import Telemetry
package import Threading

/// One capture from start to stop: connects, streams into the spool, and connects again whenever the source goes away.
package final class CaptureRun {
    private let options: CaptureOptions
    private let stop: StopRequest
    private let log: Logger
    private var keeper: SpoolKeeper?
    private var backOff: BackOff
    private var hasStreamed = false
    private let started = MonotonicTime.now()

    /// How long a slot that is in use is waited for at the start.
    private static let slotReleaseMilliseconds = 10_000

    package let counters = PipelineCounters()

    package init(options: CaptureOptions, stop: StopRequest, log: Logger) {
        self.options = options
        self.stop = stop
        self.log = log
        backOff = BackOff(limitMilliseconds: options.reconnectDelayMaxMilliseconds)
    }

    /// Runs until it is asked to stop or its stop condition holds; returns where the spool ends, nil where nothing was begun.
    package func run() throws(CaptureError) -> LSN? {
        while !stop.isRequested, keeper?.isFinished != true {
            do throws(CaptureError) {
                try runSession()
            } catch {
                guard case .source(let failure) = error, mayPass(failure) else { throw error }
                let delay = backOff.next()
                log.warning("\(failure); trying again in \(delay) ms")
                stop.wait(milliseconds: delay)
            }
        }
        try keeper?.finish()
        return keeper?.durable.value
    }

    /// What is wrong before anything was streamed is more likely a wrong setting than a bad moment, and is said at once; only a slot that is
    /// in use is waited for a while, since the server may not have noticed yet that its last reader died.
    private func mayPass(_ failure: SourceError) -> Bool {
        guard failure.isPassing, !hasStreamed else { return failure.isPassing }
        return failure.kind == .slotInUse
            && MonotonicTime.now().milliseconds(since: started) < Self.slotReleaseMilliseconds
    }

    private func runSession() throws(CaptureError) {
        let connection = try asking { () throws(SourceError) in
            try SourceConnection(options.source, replication: true)
        }
        let keeper = try prepareKeeper(connection)
        let start = keeper.durable.value
        let stream = try asking { () throws(SourceError) in
            try ChangeStream(connection, slot: options.slot, from: start, options: options.stream)
        }
        hasStreamed = true
        log.info("streaming from the slot \(options.slot) at \(start)")
        try keeper.restartStream()
        try transfer(stream, keeper)
    }

    private func asking<Value>(_ body: () throws(SourceError) -> Value) throws(CaptureError) -> Value {
        do throws(SourceError) { return try body() } catch { throw .source(error) }
    }

    /// Runs receiver and keeper side by side until either ends.
    private func transfer(_ stream: ChangeStream, _ keeper: SpoolKeeper) throws(CaptureError) {
        let queue = BoundedQueue<MessageBatch>(costLimit: options.queueBytes)
        let sessionStop = StopRequest()
        let receiver = StreamReceiver(
            stream: stream,
            queue: queue,
            durable: keeper.durable,
            stop: sessionStop,
            options: options
        )
        let before = keeper.durable.value
        let thread = WorkerThread(name: "receive") { receiver.run() }
        let result = Result<Void, CaptureError> { () throws(CaptureError) in try keeper.run(queue) }
        sessionStop.request()
        queue.discard()
        thread.join()
        // The last word to the source is for its comfort: what it does not hear comes again and is dropped.
        if receiver.failure == nil { try? receiver.sendFeedback() }
        if keeper.durable.value > before { backOff.reset() }
        try result.get()
        if let failure = receiver.failure { throw .source(failure) }
    }

    /// Checks that source, slot and spool fit together; opens the spool the first time.
    private func prepareKeeper(_ connection: SourceConnection) throws(CaptureError) -> SpoolKeeper {
        if let encoding = connection.parameter("server_encoding"), encoding != "UTF8" {
            throw .unsupportedEncoding(encoding)
        }
        let system = try asking { () throws(SourceError) in try SourceSystem(connection) }
        let slot = try findSlot(connection)
        let identity = StreamIdentity(
            systemIdentifier: system.systemIdentifier,
            database: system.database,
            slot: slot.name
        )
        let opened: SpoolKeeper
        if let keeper { opened = keeper } else { opened = try openSpool(identity, slot) }
        try opened.requireOwner(identity)
        try SlotCheck.verify(
            slot,
            plugin: options.plugin,
            database: system.database,
            spoolEnd: opened.durable.value == .zero ? nil : opened.durable.value,
            directory: options.spoolDirectory
        )
        keeper = opened
        return opened
    }

    private func findSlot(_ connection: SourceConnection) throws(CaptureError) -> ReplicationSlot {
        let found = try asking { () throws(SourceError) in try ReplicationSlot.find(options.slot, on: connection) }
        guard let found else {
            let operation = "stream from the slot \(options.slot)"
            throw .source(SourceError(.slotMissing, operation: operation, message: "there is no such slot"))
        }
        return found
    }

    private func openSpool(_ identity: StreamIdentity, _ slot: ReplicationSlot) throws(CaptureError) -> SpoolKeeper {
        do throws(SpoolError) {
            let writer = try SpoolWriter(
                path: options.spoolDirectory,
                identity: identity,
                dialect: "serial",
                startPosition: slot.confirmedPosition ?? .zero,
                options: options.spool
            )
            if let recovery = writer.recovery { log.notice("\(recovery)") }
            return SpoolKeeper(
                writer: writer,
                options: options,
                stop: stop,
                counters: counters,
                log: log
            )
        } catch {
            throw .spool(error)
        }
    }
}
