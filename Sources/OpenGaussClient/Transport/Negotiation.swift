/// Opens the transport to one address and agrees on TLS there, by the deadline.
struct Negotiation {
    let options: SourceOptions
    let host: String
    let mode: TLSMode

    func open(_ address: PeerAddress, _ way: TLSMode.Way, _ deadline: Deadline) throws(WireFailure) -> MessageChannel {
        let socket = try SocketHandle.connect(to: address, deadline)
        // A socket that is a file never leaves the host; servers know no TLS on it.
        if way == .clear || address.text.hasPrefix("/") { return MessageChannel(Transport(socket)) }
        var transport = Transport(socket)
        if try offersTLS(&transport, deadline) {
            let context = try TLSContext(mode, options)
            try transport.startTLS(context, host: host, deadline)
        } else if way == .demanded {
            throw WireFailure(
                .untrusted,
                "it has no TLS, which sslmode \(mode.rawValue) demands; set ssl = on there, or sslmode prefer here"
            )
        }
        return MessageChannel(transport)
    }

    /// Asks whether the server speaks TLS. Anything behind its one letter was put there by somebody between us (CVE-2021-23214).
    private func offersTLS(_ transport: inout Transport, _ deadline: Deadline) throws(WireFailure) -> Bool {
        try send(FrontendMessage.sslRequest, &transport, deadline)
        let answer = try receive(&transport, deadline)
        switch answer.first {
        case UInt8(ascii: "S") where answer.count == 1: return true
        case UInt8(ascii: "N") where answer.count == 1: return false
        case UInt8(ascii: "E"): throw try refusal(answer)
        case UInt8(ascii: "S"), UInt8(ascii: "N"):
            throw .violation("more than one byte answers the demand for TLS: somebody stands between us and the server")
        default: throw .violation("it answers the demand for TLS as no server of this kind does")
        }
    }

    private func send(_ bytes: [UInt8], _ transport: inout Transport, _ deadline: Deadline) throws(WireFailure) {
        let result = try bytes.span.withUnsafeBytes { (bytes) throws(WireFailure) in try transport.write(bytes) }
        // A fresh socket has room for eight bytes.
        guard result == .bytes(bytes.count) else { throw MessageChannel.lost("") }
    }

    private func receive(_ transport: inout Transport, _ deadline: Deadline) throws(WireFailure) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 1_024)
        while true {
            var space = buffer.mutableSpan
            let result = try space.withUnsafeMutableBytes { (space) throws(WireFailure) in
                try transport.read(into: space)
            }
            switch result {
            case .bytes(let count): return Array(buffer.prefix(count))
            case .ended(let reason): throw MessageChannel.lost(reason)
            case .wouldBlock:
                guard !deadline.hasPassed else { throw WireFailure(.timedOut, "it does not answer in time") }
                transport.wait(hasOutput: false, milliseconds: deadline.remainingMilliseconds)
            }
        }
    }

    /// A server that cannot even fork says so with an error; nobody has proved who says it, so that only its first piece is read.
    private func refusal(_ answer: [UInt8]) throws(WireFailure) -> WireFailure {
        let header = try answer.span.withUnsafeBytes { (bytes) throws(WireFailure) in
            try MessageHeader(bytes) { _ in WireLimits.loginMessageBytes }
        }
        guard let header, header.totalBytes <= answer.count else {
            return WireFailure(.unreachable, "it refuses the connection and does not finish saying why")
        }
        let report = try ServerReport(Array(answer[MessageHeader.byteCount..<header.totalBytes]))
        return WireFailure(.unreachable, sqlState: report.sqlState, report.message)
    }
}
