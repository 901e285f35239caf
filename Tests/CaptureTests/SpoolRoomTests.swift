internal import ChangeModel
internal import Glibc
internal import Spool
internal import TestSupport
internal import Testing
internal import Threading

@testable import Capture

/// A spool without room: the capture waits, loses nothing, and can be stopped.
struct SpoolRoomTests {
    private let fixture = KeeperFixture()

    /// Every transaction is larger than a block, and a segment holds a few of them.
    private static let options = SpoolOptions(blockBytes: 128, segmentBytes: 512, sizeLimitBytes: 4_096)

    private static func transaction(_ position: UInt64) -> [StreamLine] {
        var generator = SeededGenerator(seed: position)
        let rows = (0..<8).map { _ in StreamLine.row(position, String(generator.next(), radix: 36)) }
        return [.begin(position)] + rows + [.commit(position)]
    }

    /// Runs the keeper on a thread; `false` where it threw.
    private func start(_ keeper: SpoolKeeper, _ ended: BoundedQueue<Bool>) -> WorkerThread {
        nonisolated(unsafe) let keeper = keeper
        let queue = fixture.queue
        return WorkerThread(name: "keeper") {
            do throws(CaptureError) {
                try keeper.run(queue)
                _ = ended.push(true, cost: 1, milliseconds: 0)
            } catch {
                _ = ended.push(false, cost: 1, milliseconds: 0)
            }
        }
    }

    /// Waits until the spool has grown to its limit.
    private func waitForLimit() throws {
        while try SpoolDirectory(path: fixture.spoolPath).totalBytes() < Self.options.sizeLimitBytes { usleep(1_000) }
    }

    @Test func `when there is room again it goes on by itself and nothing is lost`() throws {
        let keeper = try fixture.keeper(flushIntervalMilliseconds: 1, spool: Self.options)
        let positions = (1...60).map { UInt64(1_000 + $0) }
        for position in positions { fixture.put(Self.transaction(position)) }
        fixture.queue.close()
        let ended = BoundedQueue<Bool>(costLimit: 1)
        let thread = start(keeper, ended)
        var commits: [UInt64] = []
        while case .timedOut = ended.pop(until: MonotonicTime.now().adding(milliseconds: 20)) {
            commits += try moveSealedSegmentsAway()
        }
        thread.join()
        try keeper.finish()
        commits += try moveSealedSegmentsAway()
        #expect(keeper.durable.value == LSN(positions.last ?? 0))
        #expect(commits == positions)
    }

    /// Reads the sealed segments and removes them, as an archive would; returns their commits.
    private func moveSealedSegmentsAway() throws -> [UInt64] {
        let directory = SpoolDirectory(path: fixture.spoolPath)
        var positions: [UInt64] = []
        for name in try directory.segments() where name.state == .sealed {
            let copy = TemporaryDirectory()
            ByteFile.write(ByteFile.read(directory.path(of: name)), to: copy.path(of: name.text))
            var reader = SpoolReader(path: copy.path)
            while case .batch(let batch) = try reader.next() {
                for case .commit(let commit) in batch.records { positions.append(commit.position.rawValue) }
            }
            unlink(directory.path(of: name))
        }
        return positions
    }

    @Test func `a stop ends the wait, and what has no room is left to the source`() throws {
        let keeper = try fixture.keeper(flushIntervalMilliseconds: 1, spool: Self.options)
        // One batch with far more than the limit: the stall happens in its midst.
        fixture.put((1...60).flatMap { Self.transaction(UInt64(1_000 + $0)) })
        let ended = BoundedQueue<Bool>(costLimit: 1)
        let thread = start(keeper, ended)
        try waitForLimit()
        fixture.stop.request()
        thread.join()
        try keeper.finish()
        let commits = try fixture.commits()
        // What was written before the stall may not have been synced: then it is in the file, and is not called durable.
        #expect(keeper.durable.value <= LSN(commits.last ?? 0))
        #expect(commits == (1...60).map { UInt64(1_000 + $0) }.filter { $0 <= commits.last ?? 0 })
        #expect(commits.count < 60)
    }
}
