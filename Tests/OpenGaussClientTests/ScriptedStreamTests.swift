internal import ChangeModel
internal import Testing
internal import Threading

@testable import OpenGaussClient

/// Streams of a scripted server, in openGauss's layout unless a test says otherwise.
struct ScriptedStreamTests {
    private static let header: [UInt8] = [UInt8(ascii: "w"), 0, 0, 0, 0, 0, 0, 0, 7] + [UInt8](repeating: 0, count: 16)

    private static func data(_ payload: [UInt8]) -> [UInt8] {
        ScriptedPeer.message("d", header + payload)
    }

    /// A server that begins to stream, does what the script says, and what the client makes of it.
    private func stream(
        version: String = "9.2.4",
        _ script: @escaping ScriptedServer.Script
    ) throws -> (ScriptedServer, ChangeStream) {
        let server = ScriptedServer { peer in
            peer.letIn(version: version)
            peer.message()
            peer.send("W", [0, 0, 0])
            script(peer)
        }
        let connection = try SourceConnection(server.options, replication: true)
        return (server, try ChangeStream(connection, slot: "s", from: .zero, options: StreamOptions()))
    }

    /// Receives until `count` messages are there or the stream ends.
    private func collect(_ stream: ChangeStream, count: Int, limitBytes: Int = 1 << 20) -> (
        [MessageBatch], SourceError?
    ) {
        var batches: [MessageBatch] = []
        do throws(SourceError) {
            while batches.reduce(0, { $0 + $1.messages.count }) < count {
                stream.wait(milliseconds: 1_000)
                var batch = MessageBatch()
                _ = try stream.receive(into: &batch, limitBytes: limitBytes)
                if !batch.isEmpty { batches.append(batch) }
            }
        } catch {
            return (batches, error)
        }
        return (batches, nil)
    }

    private func end(_ script: @escaping ScriptedServer.Script) throws -> SourceError? {
        let (server, stream) = try stream(script)
        return withExtendedLifetime(server) { collect(stream, count: 1).1 }
    }

    @Test func `data before the end is handed on before the end is told`() throws {
        let (server, stream) = try stream { peer in
            peer.send(
                Self.data(Array("one".utf8)) + ScriptedPeer.message("E", ScriptedPeer.report("FATAL", "57P01", "bye"))
            )
        }
        let (batches, error) = withExtendedLifetime(server) { collect(stream, count: 2) }
        #expect(batches.map(\.bytes) == [Array("one".utf8)])
        #expect(batches.first?.messages == [.data(position: LSN(7), range: 0..<3)])
        #expect(error?.kind == .connectionLost && error?.message == "bye")
        #expect(error?.operation == "go on streaming from the slot s")
    }

    @Test func `an error of the serial dialect comes inside the stream and keeps its kind`() throws {
        let error = try end { peer in
            peer.send("E", ScriptedPeer.report("FATAL", "22023", "option \"x\" = \"1\" is unknown"))
            peer.send("Z", [UInt8(ascii: "I")])
        }
        #expect(error?.kind == .refused && error?.operation == "stream from the slot s")
    }

    @Test(arguments: ["c", "C"])
    func `a server that shuts down ends the stream in good order`(letter: String) throws {
        let error = try end { $0.send(letter == "c" ? "c" : "C", letter == "c" ? [] : Array("COPY 0\0".utf8)) }
        #expect(error?.kind == .connectionLost)
        #expect(error?.message.contains("good order") == true)
    }

    @Test func `an end without a word is a lost server`() throws {
        let error = try end { _ in }
        #expect(error?.kind == .connectionLost)
        #expect(error?.message.contains("without a word") == true)
    }

    @Test func `after a long silence the servers' timeouts are named`() {
        #expect(StreamSilence.lost("", silentSeconds: 30).message.contains("logical_sender_timeout"))
        #expect(!StreamSilence.lost("", silentSeconds: 1).message.contains("logical_sender_timeout"))
    }

    @Test func `remarks and settings in the stream are kept, and the stream goes on`() throws {
        let server = ScriptedServer { peer in
            peer.letIn()
            peer.message()
            peer.send("W", [0, 0, 0])
            peer.send("S", Array("TimeZone\0PRC\0".utf8))
            peer.send("N", ScriptedPeer.report("WARNING", "01000", "look"))
            peer.send(Self.data([1]))
            peer.untilGone()
        }
        let connection = try SourceConnection(server.options, replication: true)
        let stream = try ChangeStream(connection, slot: "s", from: .zero, options: StreamOptions())
        #expect(collect(stream, count: 1).0.first?.bytes == [1])
        #expect(connection.parameter("TimeZone") == "PRC")
        #expect(connection.takeNotices() == ["WARNING: look"])
    }

    @Test func `a keepalive of PostgreSQL's length on openGauss is a violation, and its other way round`() throws {
        let error = try end { $0.send("d", [UInt8(ascii: "k")] + [UInt8](repeating: 0, count: 17)) }
        #expect(error?.kind == .protocolViolation)
        #expect(error?.message.contains("18 bytes, where 33") == true)
    }

    @Test(arguments: [[0x40, 0, 0, 0x45], [0xFF, 0xFF, 0xFF, 0xFF], [0, 0, 0, 4], [0, 0, 0, 3]] as [[UInt8]])
    func `a length that no message of a stream has is a violation`(length: [UInt8]) throws {
        let error = try end { peer in
            peer.send([UInt8(ascii: "d")] + length)
            peer.untilGone()
        }
        #expect(error?.kind == .protocolViolation)
    }

    @Test func `an end inside a message is no message`() throws {
        let (server, stream) = try stream { $0.send(Array(Self.data([1, 2, 3]).dropLast())) }
        let (batches, error) = withExtendedLifetime(server) { collect(stream, count: 1) }
        #expect(batches.isEmpty && error?.kind == .connectionLost)
    }

    @Test func `messages of every size arrive whole and in order, however they are cut on the way`() throws {
        var sizes =
            Array(0..<40) + [65_535, 262_110, 262_113, 262_114, 262_115, 262_143, 262_144, 700_001, 3, 5_000_000, 0]
        sizes += Array(repeating: 100, count: 3_000)
        let payloads = sizes.enumerated().map { index, size in [UInt8](repeating: UInt8(index % 251), count: size) }
        let (server, stream) = try stream { peer in
            peer.send(payloads.flatMap(Self.data))
            peer.untilGone()
        }
        let (batches, error) = withExtendedLifetime(server) {
            collect(stream, count: payloads.count, limitBytes: 64 << 10)
        }
        #expect(error == nil)
        var received: [[UInt8]] = []
        for batch in batches {
            for case .data(_, let range) in batch.messages { received.append(Array(batch.bytes[range])) }
        }
        #expect(received == payloads)
    }

    @Test func `a batch ends soon after its limit`() throws {
        let (server, stream) = try stream { peer in
            peer.send((0..<1_000).flatMap { _ in Self.data([UInt8](repeating: 1, count: 1_000)) })
            peer.untilGone()
        }
        let (batches, _) = withExtendedLifetime(server) { collect(stream, count: 1_000, limitBytes: 10_000) }
        #expect(batches.reduce(0) { $0 + $1.messages.count } == 1_000)
        #expect(batches.allSatisfy { $0.bytes.count <= 11_000 })
    }

    @Test(arguments: [("9.2.4", 65), ("15.3", 34)])
    func `the status is laid out as the server reads it, and a wish for one is told`(version: String, size: Int) throws
    {
        let server = ScriptedServer { peer in
            peer.letIn(version: version)
            if version != "9.2.4" {
                peer.message()
                peer.send("T", ScriptedPeer.columns(["version"]))
                peer.send("D", ScriptedPeer.row(["PostgreSQL 15.3"]))
                peer.send("C", Array("SELECT 1\0".utf8))
                peer.send("Z", [UInt8(ascii: "I")])
            }
            peer.message()
            peer.send("W", [0, 0, 0])
            var keepalive = [UInt8](repeating: 0, count: size == 65 ? 33 : 18)
            keepalive[0] = UInt8(ascii: "k")
            keepalive[size == 65 ? 25 : 17] = 1
            peer.send("d", keepalive)
            let status = peer.message()
            peer.send(Self.data(status?.body ?? []))
            peer.untilGone()
        }
        let connection = try SourceConnection(server.options, replication: true)
        let stream = try ChangeStream(connection, slot: "s", from: .zero, options: StreamOptions())
        var batch = MessageBatch()
        var wantsReply = false
        while !wantsReply {
            stream.wait(milliseconds: 1_000)
            wantsReply = try stream.receive(into: &batch, limitBytes: 1 << 20).wantsReply
        }
        let status = StandbyStatus(received: LSN(9), flushed: LSN(5), time: CommitTime(microsecondsSinceEpoch: 0))
        #expect(try stream.send(status))
        let echo = collect(stream, count: 1).0.first?.bytes
        #expect(echo == status.encoded(size == 65 ? .openGauss : .postgreSQL))
        #expect(echo?.count == size)
    }

    @Test func `a server that does not read makes a status wait, never us`() throws {
        let readsAgain = StopRequest()
        let (server, stream) = try stream { peer in
            readsAgain.wait(milliseconds: 20_000)
            peer.untilGone()
        }
        defer { withExtendedLifetime(server) {} }
        let status = StandbyStatus(received: .zero, flushed: .zero, time: CommitTime(microsecondsSinceEpoch: 0))
        var isTaken = true
        for _ in 0..<1_000_000 where isTaken { isTaken = try stream.send(status) }
        #expect(!isTaken)
        readsAgain.request()
        for _ in 0..<10_000 where !isTaken {
            stream.wait(milliseconds: 1_000)
            isTaken = try stream.send(status)
        }
        #expect(isTaken)
    }
}
