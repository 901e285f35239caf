internal import OpenGaussClient
internal import Testing

/// Answers to commands that a real server gives seldom or never.
struct ScriptedQueryTests {
    private func ask(
        _ script: @escaping ScriptedServer.Script,
        timeoutMilliseconds: Int? = nil
    ) throws -> Result<QueryResult, SourceError> {
        let server = ScriptedServer { peer in
            peer.letIn()
            peer.message()
            script(peer)
        }
        let connection = try SourceConnection(server.options, replication: true)
        return Result { () throws(SourceError) in
            try connection.query("X", to: "ask", timeoutMilliseconds: timeoutMilliseconds)
        }
    }

    private func failure(
        _ script: @escaping ScriptedServer.Script,
        timeoutMilliseconds: Int? = nil
    ) throws -> SourceError? {
        if case .failure(let error) = try ask(script, timeoutMilliseconds: timeoutMilliseconds) { return error }
        return nil
    }

    private static let ready: [UInt8] = [UInt8(ascii: "I")]

    @Test func `of several answers the last one with columns counts`() throws {
        let result = try ask { peer in
            peer.send("T", ScriptedPeer.columns(["a", "b"]))
            peer.send("D", ScriptedPeer.row(["1", "2"]))
            peer.send("C", Array("SELECT 1\0".utf8))
            peer.send("C", Array("SELECT\0".utf8))
            peer.send("Z", Self.ready)
            peer.untilGone()
        }
        #expect(try result.get().rows == [["1", "2"]])
    }

    @Test func `two answers without rows are no error`() throws {
        let result = try ask { peer in
            peer.send("C", Array("DROP_REPLICATION_SLOT\0".utf8))
            peer.send("C", Array("SELECT\0".utf8))
            peer.send("Z", Self.ready)
            peer.untilGone()
        }
        #expect(try result.get().rows.isEmpty)
    }

    @Test func `a fatal error wins over the end of the connection behind it`() throws {
        let error = try failure { $0.send("E", ScriptedPeer.report("FATAL", "42704", "no such slot")) }
        #expect(error?.kind == .slotMissing)
        #expect(error?.message == "no such slot")
    }

    @Test func `an error that is not called fatal wins over the end, too`() throws {
        let error = try failure { $0.send("E", ScriptedPeer.report("ERROR", "55006", "in use")) }
        #expect(error?.kind == .slotInUse)
    }

    @Test func `an end without a word is a lost connection`() throws {
        #expect(try failure { _ in }?.kind == .connectionLost)
    }

    @Test func `after its time a command is given up, and the connection with it`() throws {
        let server = ScriptedServer { peer in
            peer.letIn()
            peer.untilGone()
        }
        let connection = try SourceConnection(server.options, replication: true)
        for kind in [SourceError.Kind.timedOut, .connectionLost] {
            do throws(SourceError) {
                try connection.query("X", to: "wait", timeoutMilliseconds: 20)
                Issue.record("silence was an answer")
            } catch {
                #expect(error.kind == kind)
            }
        }
    }

    @Test(arguments: [
        ScriptedPeer.message("D", ScriptedPeer.row(["1"])), ScriptedPeer.message("T", [0xFF, 0xFF]),
        ScriptedPeer.message("T", [0, 1] + Array("name".utf8)), ScriptedPeer.message("d", [1, 2, 3]),
        ScriptedPeer.message("T", [0x7F, 0xFF]), ScriptedPeer.message("E", Array("SFATAL".utf8)),
        ScriptedPeer.message("T", [0, 1, 0] + [UInt8](repeating: 0, count: 18))
            + ScriptedPeer.message("D", [0, 1, 0x7F, 0xFF, 0xFF, 0xFF]),
        ScriptedPeer.message("T", [0, 1, 0] + [UInt8](repeating: 0, count: 18))
            + ScriptedPeer.message("D", [0, 1, 0x80, 0, 0, 0]),
        [UInt8(ascii: "D"), 0x7F, 0xFF, 0xFF, 0xFF],
    ])
    func `an answer that is none is a violation`(bytes: [UInt8]) throws {
        let error = try failure { peer in
            peer.send(bytes)
            peer.untilGone()
        }
        #expect(error?.kind == .protocolViolation)
    }

    @Test func `a remark and a changed setting in between are kept`() throws {
        let server = ScriptedServer { peer in
            peer.letIn()
            peer.message()
            peer.send("N", ScriptedPeer.report("NOTICE", "00000", "by the way"))
            peer.send("S", Array("TimeZone\0UTC\0".utf8))
            peer.send("C", Array("SET\0".utf8))
            peer.send("Z", Self.ready)
            peer.untilGone()
        }
        let connection = try SourceConnection(server.options, replication: false)
        try connection.query("SET", to: "set")
        #expect(connection.takeNotices() == ["NOTICE: by the way"])
        #expect(connection.parameter("TimeZone") == "UTC")
    }
}
