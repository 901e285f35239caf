internal import OpenGaussClient
internal import Testing

/// Servers that are none, that break off, and that refuse: each ends in an error of its kind, soon and with a sentence.
struct HostileServerTests {
    @Test func `rubbish instead of a login is a violation`() throws {
        let server = ScriptedServer { peer in
            peer.startup()
            peer.send(Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8))
            peer.untilGone()
        }
        let error = try #require(server.refusal())
        #expect(error.kind == .protocolViolation)
        #expect(error.operation == "connect to 127.0.0.1:\(server.port) as u")
    }

    @Test(arguments: [[0, 0, 0, 3], [0xFF, 0xFF, 0xFF, 0xFF], [0x7F, 0xFF, 0xFF, 0xFF], [0, 1, 0, 5]] as [[UInt8]])
    func `a length that cannot be is a violation and allocates nothing`(length: [UInt8]) throws {
        let server = ScriptedServer { peer in
            peer.startup()
            peer.send([UInt8(ascii: "R")] + length)
            peer.untilGone()
        }
        #expect(try #require(server.refusal()).kind == .protocolViolation)
    }

    @Test func `a server that closes in the middle of a message is unreachable`() throws {
        let server = ScriptedServer { peer in
            peer.startup()
            peer.send([UInt8(ascii: "R"), 0, 0, 0, 12, 0, 0])
        }
        let error = try #require(server.refusal())
        #expect(error.kind == .unreachable)
        #expect(error.message.contains("closed the connection"))
    }

    @Test func `a silent server is left when the connect timeout is over`() throws {
        let server = ScriptedServer { $0.untilGone() }
        let error = try #require(server.refusal { $0.connectTimeoutSeconds = 1 })
        #expect(error.kind == .unreachable)
        #expect(error.message == "it does not answer in time")
    }

    @Test func `a wrong password has the server's sentence and state, and is not tried on the next host`() throws {
        let server = ScriptedServer { peer in
            peer.startup()
            peer.send("R", [0, 0, 0, 5, 1, 2, 3, 4])
            peer.message()
            peer.send("E", ScriptedPeer.report("FATAL", "28P01", "Invalid username/password,login denied."))
        }
        let error = try #require(server.refusal { $0.hosts = ["127.0.0.1", "localhost"] })
        #expect(error.kind == .accessDenied && error.sqlState == "28P01")
        #expect(error.message == "Invalid username/password,login denied.")
        #expect(!error.description.contains("secret-of-u"))
    }

    @Test(arguments: [
        ("57P03", SourceError.Kind.unreachable), ("53300", .unreachable), ("42501", .accessDenied), ("22023", .refused),
    ])
    func `a refusal to log in has the kind of its state`(state: String, kind: SourceError.Kind) throws {
        let server = ScriptedServer { peer in
            peer.startup()
            peer.send("E", ScriptedPeer.report("FATAL", state, "no"))
        }
        #expect(try #require(server.refusal()).kind == kind)
    }

    @Test func `a server that knows only protocol 3.0 is spoken to in it`() throws {
        let server = ScriptedServer(
            { peer in
                #expect(peer.startup().prefix(4) == [0, 3, 0, 51])
                peer.send("E", ScriptedPeer.report("FATAL", "0A000", "unsupported frontend protocol"))
            },
            { peer in
                #expect(peer.startup().prefix(4) == [0, 3, 0, 0])
                peer.send("R", [0, 0, 0, 0])
                peer.send("Z", [UInt8(ascii: "I")])
                peer.untilGone()
            }
        )
        #expect(server.refusal() == nil)
    }

    @Test func `a server that negotiates the version down is followed`() throws {
        let server = ScriptedServer { peer in
            peer.startup()
            peer.send("v", [0, 3, 0, 0, 0, 0, 0, 0])
            peer.send("N", ScriptedPeer.report("WARNING", "01000", "the password\nexpires soon"))
            peer.send("R", [0, 0, 0, 0])
            peer.send("K", [0, 0, 0x12, 0x67, 0, 0, 0, 0])
            peer.send("Z", [UInt8(ascii: "I")])
            peer.untilGone()
        }
        let connection = try SourceConnection(server.options, replication: false)
        #expect(connection.backendProcess == 4_711)
        #expect(connection.takeNotices() == ["WARNING: the password expires soon"])
        #expect(connection.takeNotices().isEmpty)
    }

    @Test func `every host that does not answer is named in one sentence`() throws {
        let server = ScriptedServer { peer in
            peer.startup()
            peer.send("E", ScriptedPeer.report("FATAL", "57P03", "the database system is starting up"))
        }
        let error = try #require(server.refusal { $0.hosts = ["127.0.0.1", "/nonexistent"] })
        #expect(error.kind == .unreachable)
        #expect(error.operation == "connect to 127.0.0.1:\(server.port), /nonexistent:\(server.port) as u")
        #expect(
            error.message == "127.0.0.1: the database system is starting up; /nonexistent: No such file or directory"
        )
    }

    @Test func `the host of the wanted role is found behind the others`() throws {
        func member(_ isStandby: String) -> ScriptedServer.Script {
            { peer in
                peer.letIn()
                peer.message()
                peer.send("T", ScriptedPeer.columns(["standby"]))
                peer.send("D", ScriptedPeer.row([isStandby]))
                peer.send("C", Array("SELECT 1\0".utf8))
                peer.send("Z", [UInt8(ascii: "I")])
                peer.untilGone()
            }
        }
        let server = ScriptedServer(member("t"), member("f"))
        var options = server.options
        options.hosts = ["127.0.0.1", "localhost"]
        options.role = .primary
        #expect(try SourceConnection(options, replication: true).host == "localhost")
        let standbys = ScriptedServer(member("f"))
        let error = try #require(standbys.refusal { $0.role = .standby })
        #expect(error.kind == .unreachable && error.message == "it is the primary, where a standby is wanted")
    }

    @Test func `replication goes to the next port where the thread pool wants it`() throws {
        var isFound = false
        // The next port may be somebody else's: then another pair is tried.
        for _ in 0..<50 where !isFound {
            let first = ScriptedServer { peer in
                peer.startup()
                let text = "replication should connect HA port in thread_pool"
                peer.send("E", ScriptedPeer.report("FATAL", "08P01", text))
            }
            guard first.port < .max,
                let second = ScriptedServer(
                    port: first.port + 1,
                    {
                        $0.letIn(); $0.untilGone()
                    }
                )
            else { continue }
            let connection = try SourceConnection(first.options, replication: true)
            #expect(connection.port == second.port && connection.host == "127.0.0.1")
            isFound = true
        }
        #expect(isFound)
    }
}
