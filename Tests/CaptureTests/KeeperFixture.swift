internal import ChangeDecoding
internal import ChangeModel
internal import Logging
internal import OpenGaussClient
internal import Spool
internal import Telemetry
internal import TestSupport
internal import Threading

@testable import Capture

/// A keeper with a real spool in a directory of its own, and no source: a test puts messages into its queue.
final class KeeperFixture: Sendable {
    let directory = TemporaryDirectory()
    let queue = BoundedQueue<MessageBatch>(costLimit: 1 << 30)
    let stop = StopRequest()
    let counters = PipelineCounters()
    let start = LSN(100)
    private let identity = StreamIdentity(systemIdentifier: "7001", database: "shop", slot: "back")

    var spoolPath: String { directory.path(of: "spool") }

    /// `flushIntervalMilliseconds` is so long by default that nothing is synced before the end.
    func keeper(
        flushIntervalMilliseconds: Int = 3_600_000,
        spool: SpoolOptions = SpoolOptions(),
        until position: UInt64? = nil,
        heartbeatTable: TableName? = nil
    ) throws -> SpoolKeeper {
        var options = CaptureOptions(
            source: SourceOptions(hosts: [], port: 0, user: "", password: "", database: ""),
            slot: "back",
            spoolDirectory: spoolPath
        )
        options.flushIntervalMilliseconds = flushIntervalMilliseconds
        options.untilPosition = position.map { LSN($0) }
        options.heartbeatTable = heartbeatTable
        let writer = try SpoolWriter(
            path: spoolPath,
            identity: identity,
            dialect: .serial,
            startPosition: start,
            options: spool
        )
        let keeper = SpoolKeeper(
            writer: writer,
            options: options,
            stop: stop,
            counters: counters,
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        try keeper.beginStream(ChangeDecoder())
        return keeper
    }

    /// Hands messages to the keeper as one batch.
    func put(_ messages: [StreamLine]) {
        _ = queue.push(StreamLine.batch(messages), cost: 1, milliseconds: 0)
    }

    /// Hands over what is there and lets the keeper work until it has taken all of it and synced.
    func run(_ keeper: SpoolKeeper, _ batches: [StreamLine]...) throws(CaptureError) {
        let queue = BoundedQueue<MessageBatch>(costLimit: 1 << 30)
        for batch in batches { _ = queue.push(StreamLine.batch(batch), cost: 1, milliseconds: 0) }
        queue.close()
        try keeper.run(queue)
    }

    /// Everything in the spool, as lines.
    func spooled() throws(SpoolError) -> [String] {
        var reader = SpoolReader(path: spoolPath)
        var lines: [String] = []
        while case .batch(let batch) = try reader.next() { lines += BatchText.lines(batch) }
        return lines
    }

    /// The positions of the commits in the spool.
    func commits() throws(SpoolError) -> [UInt64] {
        var reader = SpoolReader(path: spoolPath)
        var positions: [UInt64] = []
        while case .batch(let batch) = try reader.next() {
            for case .commit(let commit) in batch.records { positions.append(commit.position.rawValue) }
        }
        return positions
    }
}
