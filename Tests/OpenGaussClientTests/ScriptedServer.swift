internal import Glibc
internal import OpenGaussClient
internal import Threading

/// A server on the loopback interface that plays one script for each connection, in order, and then listens no more.
final class ScriptedServer {
    typealias Script = @Sendable (ScriptedPeer) -> Void

    let port: UInt16
    private let listener: Int32
    private var thread: WorkerThread?

    convenience init(_ scripts: Script...) {
        guard let listener = Self.listen(0) else { fatalError("no port is free") }
        self.init(listener, scripts)
    }

    /// nil where somebody else has the port.
    convenience init?(port: UInt16, _ script: @escaping Script) {
        guard let listener = Self.listen(port) else { return nil }
        self.init(listener, [script])
    }

    private init(_ listener: (descriptor: Int32, port: UInt16), _ scripts: [Script]) {
        let descriptor = listener.descriptor
        self.listener = descriptor
        port = listener.port
        thread = WorkerThread(name: "scripted") {
            for script in scripts {
                let connection = accept(descriptor, nil, nil)
                guard connection >= 0 else { return }
                script(ScriptedPeer(connection))
            }
            shutdown(descriptor, Int32(SHUT_RDWR))
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        thread.take()?.join()
        close(listener)
    }

    private static func listen(_ port: UInt16) -> (descriptor: Int32, port: UInt16)? {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = in_addr_t(INADDR_LOOPBACK).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, size) == 0 && Glibc.listen(descriptor, 8) == 0
                    && getsockname(descriptor, address, &size) == 0
            }
        }
        guard isListening else {
            close(descriptor)
            return nil
        }
        return (descriptor, UInt16(bigEndian: address.sin_port))
    }

    /// What reaches this server; TLS is off unless a test wants it.
    var options: SourceOptions {
        var options = SourceOptions(
            hosts: ["127.0.0.1"],
            port: port,
            user: "u",
            password: "secret-of-u",
            database: "d"
        )
        options.sslMode = "disable"
        options.connectTimeoutSeconds = 10
        return options
    }

    /// Why the connection is not made.
    func refusal(replication: Bool = true, _ change: (inout SourceOptions) -> Void = { _ in }) -> SourceError? {
        var options = options
        change(&options)
        do throws(SourceError) {
            _ = try SourceConnection(options, replication: replication)
            return nil
        } catch {
            return error
        }
    }
}
