/// Finds the server that is wanted among the hosts, and logs in there.
struct Dialer {
    let options: SourceOptions
    let replication: Bool

    var operation: String {
        let hosts = options.hosts.map { "\($0):\(options.port)" }.joined(separator: ", ")
        return "connect to \(hosts) as \(options.user)"
    }

    /// Tries the hosts in order. A refusal of user, password or database ends it at once: the next host would say the same, and openGauss locks
    /// a user who fails too often.
    func dial() throws(SourceError) -> SourceSession {
        do throws(WireFailure) { try checkFiles() } catch { throw error.during(operation) }
        var failures: [(host: String, failure: WireFailure)] = []
        for host in options.hosts {
            do throws(WireFailure) {
                return try dial(host)
            } catch {
                if error.kind == .accessDenied { throw error.during(operation) }
                failures.append((host, error))
            }
        }
        throw summary(failures).during(operation)
    }

    /// Certificates and keys that cannot be used are said at once, and never a reason to go on without TLS.
    private func checkFiles() throws(WireFailure) {
        let mode = try TLSMode(options.sslMode)
        if mode != .disable { _ = try TLSContext(mode, options) }
    }

    /// One sentence for all. While one of the hosts may answer later, so may all.
    private func summary(_ failures: [(host: String, failure: WireFailure)]) -> WireFailure {
        guard let first = failures.first else { return WireFailure(.unreachable, "no host is named") }
        guard failures.count > 1 else { return first.failure }
        let message = failures.map { "\($0.host): \($0.failure.message)" }.joined(separator: "; ")
        let isPassing = failures.contains { $0.failure.during("").isPassing }
        return WireFailure(isPassing ? .unreachable : first.failure.kind, message)
    }

    private func dial(_ host: String) throws(WireFailure) -> SourceSession {
        do throws(WireFailure) {
            return try dial(host, options.port)
        } catch {
            // With its thread pool on, openGauss takes replication on a port of its own, the next one.
            guard replication, options.port < .max, error.message.contains("HA port") else { throw error }
            return try dial(host, options.port + 1)
        }
    }

    private func dial(_ host: String, _ port: UInt16) throws(WireFailure) -> SourceSession {
        let addresses = try PeerAddress.resolve(host, port: port)
        var failures: [WireFailure] = []
        for address in addresses {
            do throws(WireFailure) {
                var doorway = Doorway(dialer: self, host: host, port: port, address: address)
                return try doorway.enter()
            } catch {
                guard error.kind == .unreachable || error.kind == .timedOut else { throw error }
                failures.append(error)
            }
        }
        throw Self.summary(addresses, failures)
    }

    private static func summary(_ addresses: [PeerAddress], _ failures: [WireFailure]) -> WireFailure {
        guard failures.count > 1 else { return failures.first ?? WireFailure(.unreachable, "its name has no address") }
        let parts = zip(addresses, failures).map { "\($0.text): \($1.message)" }
        return WireFailure(.unreachable, parts.joined(separator: ", "))
    }
}
