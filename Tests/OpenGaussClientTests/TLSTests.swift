internal import COpenSSL
internal import ChangeModel
internal import Glibc
internal import OpenGaussClient
internal import TestSupport
internal import Testing

/// TLS with an authority that the test makes, on the loopback interface.
struct TLSTests {
    private static let certificates = TestCertificates()

    /// A server with TLS that answers one command, and then sends a large message of a stream.
    private func server(_ certificates: TestCertificates = certificates, wantsClient: Bool = false) -> ScriptedServer {
        ScriptedServer { Self.serve($0, certificates, wantsClient) }
    }

    private static func serve(_ peer: ScriptedPeer, _ certificates: TestCertificates, _ wantsClient: Bool) {
        let context = certificates.serverContext(wantsClient: wantsClient)
        defer { SSL_CTX_free(context) }
        guard peer.startup() == [0x04, 0xD2, 0x16, 0x2F] else { return }
        peer.send([UInt8(ascii: "S")])
        peer.startTLS(context)
        peer.letIn()
        guard peer.message() != nil else { return }
        peer.send("W", [0, 0, 0])
        let header = [UInt8(ascii: "w")] + [UInt8](repeating: 0, count: 24)
        peer.send("d", header + [UInt8](repeating: 5, count: 1_000_000))
        _ = peer.message()
        peer.send("d", header + [6])
        peer.untilGone()
    }

    private func options(_ server: ScriptedServer, _ mode: String, root: String? = certificates.rootPath)
        -> SourceOptions
    {
        var options = server.options
        options.sslMode = mode
        options.sslRootCertificate = root
        return options
    }

    private func refusal(_ mode: String, root: String? = certificates.rootPath, host: String = "localhost")
        -> SourceError?
    {
        server().refusal {
            $0.sslMode = mode
            $0.sslRootCertificate = root
            $0.hosts = [host]
        }
    }

    @Test(arguments: ["prefer", "require", "verify-ca", "verify-full"])
    func `a stream runs through TLS both ways`(mode: String) throws {
        let server = server()
        let connection = try SourceConnection(options(server, mode), replication: true)
        let stream = try ChangeStream(connection, slot: "s", from: .zero, options: StreamOptions())
        var bytes = 0
        var hasAnswered = false
        while bytes < 1_000_001 {
            stream.wait(milliseconds: 1_000)
            var batch = MessageBatch()
            _ = try stream.receive(into: &batch, limitBytes: 1 << 20)
            bytes += batch.bytes.count
            if bytes == 1_000_000, !hasAnswered {
                let time = CommitTime(microsecondsSinceEpoch: 0)
                hasAnswered = try stream.send(StandbyStatus(received: .zero, flushed: .zero, time: time))
            }
        }
        #expect(bytes == 1_000_001)
    }

    @Test(arguments: ["localhost", "127.0.0.1"])
    func `a certificate for the host, by name or by address, is accepted in full`(host: String) {
        #expect(refusal("verify-full", host: host) == nil)
    }

    @Test func `a certificate for another host is refused by verify-full alone`() throws {
        let other = TestCertificates(serverNames: "DNS:elsewhere.example")
        for (mode, isRefused) in [("verify-full", true), ("verify-ca", false)] {
            for host in ["localhost", "127.0.0.1"] {
                let error = server(other).refusal {
                    $0.sslMode = mode
                    $0.sslRootCertificate = other.rootPath
                    $0.hosts = [host]
                }
                #expect((error != nil) == isRefused)
                guard let error else { continue }
                #expect(error.kind == .untrusted && !error.isPassing)
                #expect(error.message.contains("is not for \(host)"))
            }
        }
    }

    @Test(arguments: ["verify-ca", "verify-full", "require"])
    func `another authority is not trusted`(mode: String) throws {
        let other = TestCertificates()
        let error = try #require(refusal(mode, root: other.rootPath))
        #expect(error.kind == .untrusted)
        #expect(error.message.contains("is not trusted") && error.message.contains("sslrootcert"))
    }

    @Test func `require without an authority takes any certificate`() {
        #expect(refusal("require", root: nil) == nil)
    }

    @Test func `verify-ca wants to know the authority, and a file that is none is named`() throws {
        #expect(try #require(refusal("verify-ca", root: nil)).message.contains("sslrootcert"))
        #expect(try #require(refusal("verify-ca", root: "/nonexistent")).message.contains("/nonexistent"))
        #expect(try #require(refusal("perhaps")).message.contains("verify-full"))
    }

    private func answering(_ answer: [UInt8]) -> ScriptedServer {
        ScriptedServer { peer in
            peer.startup()
            peer.send(answer)
            peer.untilGone()
        }
    }

    @Test(arguments: ["require", "verify-ca", "verify-full"])
    func `a server without TLS is refused where TLS is demanded`(mode: String) throws {
        let server = answering([UInt8(ascii: "N")])
        let error = try #require(
            server.refusal {
                $0.sslMode = mode
                $0.sslRootCertificate = Self.certificates.rootPath
            }
        )
        #expect(error.kind == .untrusted)
        #expect(error.message.contains("has no TLS") && error.message.contains(mode))
    }

    @Test func `a server without TLS is spoken to in the clear where TLS is only preferred`() {
        let server = ScriptedServer { peer in
            peer.startup()
            peer.send([UInt8(ascii: "N")])
            peer.letIn()
            peer.untilGone()
        }
        #expect(server.refusal { $0.sslMode = "prefer" } == nil)
    }

    @Test(arguments: ["S", "N"])
    func `bytes behind the answer to the demand for TLS are an attack`(letter: String) throws {
        let server = answering(Array(letter.utf8) + ScriptedPeer.message("R", [0, 0, 0, 0]))
        let error = try #require(server.refusal { $0.sslMode = "prefer" })
        #expect(error.kind == .protocolViolation)
        #expect(error.message.contains("somebody stands between us"))
    }

    @Test func `an error in answer to the demand for TLS is the server's reason`() throws {
        let report = ScriptedPeer.report("FATAL", "53300", "sorry, too many clients already")
        let error = try #require(answering(ScriptedPeer.message("E", report)).refusal { $0.sslMode = "require" })
        #expect(error.kind == .unreachable && error.message == "sorry, too many clients already")
    }

    @Test func `rubbish in answer to the demand for TLS is a violation, and in TLS's place a failed handshake`() throws
    {
        let error = try #require(answering([UInt8(ascii: "H")]).refusal { $0.sslMode = "require" })
        #expect(error.kind == .protocolViolation)
        let server = ScriptedServer { peer in
            peer.startup()
            peer.send([UInt8(ascii: "S")])
            _ = peer.startup()
            peer.send(Array("no TLS at all".utf8))
        }
        #expect(try #require(server.refusal { $0.sslMode = "require" }).kind == .untrusted)
    }

    @Test func `a server that wants our certificate is shown it`() {
        let server = server(wantsClient: true)
        let error = server.refusal {
            $0.sslMode = "verify-full"
            $0.sslRootCertificate = Self.certificates.rootPath
            $0.sslCertificate = Self.certificates.clientPath
            $0.sslKey = Self.certificates.clientKeyPath
        }
        #expect(error == nil)
    }

    @Test func `a server that wants our certificate and is shown none says so`() throws {
        let error = try #require(server(wantsClient: true).refusal { $0.sslMode = "require" })
        #expect(error.kind == .untrusted)
        #expect(error.message.contains("sslcert"))
    }

    @Test func `key files that others can read, that are missing or no keys are named`() throws {
        let directory = TemporaryDirectory()
        let key = directory.path(of: "client.key")
        // Also where the server has no TLS, and where none is demanded.
        func error(_ certificate: String?, _ key: String?) throws -> String {
            try #require(
                server().refusal {
                    $0.sslMode = "prefer"
                    $0.sslCertificate = certificate
                    $0.sslKey = key
                }
            ).message
        }
        ByteFile.write(ByteFile.read(Self.certificates.clientKeyPath), to: key)
        chmod(key, 0o644)
        #expect(try error(Self.certificates.clientPath, key).contains("can be read by others"))
        ByteFile.write(Array("no key".utf8), to: key)
        chmod(key, 0o600)
        #expect(try error(Self.certificates.clientPath, key).contains("the key in \(key)"))
        #expect(try error(Self.certificates.clientPath, "/nonexistent").contains("/nonexistent"))
        #expect(try error(Self.certificates.clientPath, nil).contains("without sslkey"))
        #expect(try error(nil, key).contains("without sslcert"))
    }

    @Test func `where pg_hba.conf wants TLS, allow comes back with it`() {
        let certificates = Self.certificates
        let server = ScriptedServer(
            { peer in
                peer.startup()
                peer.send("E", ScriptedPeer.report("FATAL", "28000", "no pg_hba.conf entry, no encryption"))
            },
            { Self.serve($0, certificates, false) }
        )
        #expect(server.refusal { $0.sslMode = "allow" } == nil)
    }
}
