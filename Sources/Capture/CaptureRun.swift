internal import ChangeDecoding
package import ChangeModel
package import Logging
internal import OpenGaussClient
internal import Spool
package import Telemetry
package import Threading

/// One capture from start to stop: connects, streams into the spool, and connects again whenever the source goes away.
package final class CaptureRun {
    let options: CaptureOptions
    let stop: StopRequest
    let log: Logger
    private var keeper: SpoolKeeper?
    private var backOff: BackOff
    private var sessions = 0
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
        if let path = options.recordingPath { return try runRecording(path) }
        if let hazard = options.stream.dialect.hazard { log.warning("\(hazard)") }
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
        guard failure.isPassing, sessions == 0 else { return failure.isPassing }
        return failure.kind == .slotInUse
            && MonotonicTime.now().milliseconds(since: started) < Self.slotReleaseMilliseconds
    }

    private func runSession() throws(CaptureError) {
        let session = try PreparedSource(options)
        try session.verifyTextSettings()
        let (keeper, start) = try prepareKeeper(session)
        let decoderOptions = try session.decoderOptions()
        let lookup = NameLookup(options.source)
        let decoder = try Self.decoder(decoderOptions, lookup)
        let recorder = try recorder(decoderOptions.names)
        let stream: ChangeStream
        do throws(SourceError) {
            stream = try ChangeStream(session.connection, slot: options.slot, from: start, options: options.stream)
        } catch {
            throw .source(error)
        }
        stream.onMessagePiece = recorder.map { recorder in { recorder.append($0) } }
        sessions += 1
        let server = "\(session.connection.host):\(session.connection.port)"
        log.info("streaming from the slot \(options.slot) of \(server) at \(start)")
        try keeper.beginStream(decoder)
        try naming(lookup) { () throws(CaptureError) in try transfer(stream, keeper) }
    }

    static func decoder(_ options: DecoderOptions, _ lookup: NameLookup?) throws(CaptureError) -> ChangeDecoder {
        do throws(DecodingError) {
            return try ChangeDecoder(options) { lookup?.names() }
        } catch {
            throw .decoding(error)
        }
    }

    /// A type that could not be looked up because the source has gone is the source's failure, which passes, and not the stream's.
    private func naming(_ lookup: NameLookup, _ body: () throws(CaptureError) -> Void) throws(CaptureError) {
        do throws(CaptureError) { try body() } catch {
            if case .decoding = error, let failure = lookup.failure { throw .source(failure) }
            throw error
        }
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
            options: options,
            log: log
        )
        let before = keeper.durable.value
        let heart = heartbeat(until: sessionStop)
        let thread = WorkerThread(name: "receive") { receiver.run() }
        let result = Result<Void, CaptureError> { () throws(CaptureError) in try keeper.run(queue) }
        sessionStop.request()
        queue.discard()
        thread.join()
        heart?.join()
        // The last word to the source is for its comfort: what it does not hear comes again and is dropped.
        if receiver.failure == nil { try? receiver.sendFeedback() }
        if keeper.durable.value > before { backOff.reset() }
        try result.get()
        if let failure = receiver.failure { throw .source(failure) }
    }

    private func heartbeat(until stop: StopRequest) -> WorkerThread? {
        guard let table = options.heartbeatTable else { return nil }
        let heartbeat = Heartbeat(
            table: table,
            intervalMilliseconds: options.heartbeatIntervalMilliseconds,
            source: options.source.onPrimary,
            log: log
        )
        let counters = counters
        return WorkerThread(name: "heartbeat") { heartbeat.run(counters, until: stop) }
    }

    /// Every session has a recording of its own: one that breaks off leaves a transaction open.
    private func recorder(_ names: SourceNames) throws(CaptureError) -> MessageRecorder? {
        guard let path = options.recordPath else { return nil }
        return try MessageRecorder(path: sessions == 0 ? path : path + ".\(sessions + 1)", names: names, log: log)
    }

    /// Checks that source, slot and spool fit together; opens the spool the first time. Returns where the stream begins, too.
    private func prepareKeeper(_ session: PreparedSource) throws(CaptureError) -> (SpoolKeeper, LSN) {
        let confirmed = session.slot.confirmedPosition
        let opened: SpoolKeeper
        if let keeper {
            opened = keeper
        } else {
            opened = try openSpool(session.identity, from: max(confirmed ?? .zero, options.firstPosition))
        }
        let spoolEnd = opened.isNew && keeper == nil ? nil : opened.durable.value
        try opened.requireOwner(session.identity)
        try SlotCheck.verify(
            session.slot,
            plugin: options.plugin,
            database: session.system.database,
            spoolEnd: spoolEnd,
            directory: options.spoolDirectory
        )
        let start = try FirstPosition.choose(
            spoolEnd: spoolEnd,
            confirmed: confirmed,
            wanted: options.firstPosition,
            logEnd: session.system.logPosition,
            directory: options.spoolDirectory
        )
        if spoolEnd == nil { try opened.begin(at: start) }
        keeper = opened
        return (opened, start)
    }

    /// A new spool begins right before `start`, so that `start` itself can stand in it as a position.
    func openSpool(_ identity: StreamIdentity, from start: LSN) throws(CaptureError) -> SpoolKeeper {
        do throws(SpoolError) {
            let writer = try SpoolWriter(
                path: options.spoolDirectory,
                identity: identity,
                dialect: options.stream.dialect,
                startPosition: LSN(start.rawValue - min(start.rawValue, 1)),
                options: options.spool
            )
            if let recovery = writer.recovery { log.notice("\(recovery)") }
            return SpoolKeeper(writer: writer, options: options, stop: stop, counters: counters, log: log)
        } catch {
            throw .spool(error)
        }
    }
}
