internal import Glibc

/// One address that a host's name stands for.
struct PeerAddress: Sendable {
    /// The system's `sockaddr`, byte for byte.
    let bytes: [UInt8]
    let family: Int32
    /// For people: `127.0.0.1`, `::1`, or the path of a socket.
    let text: String

    /// Nobody can listen between here and there.
    var isLocal: Bool {
        family == AF_UNIX || text.hasPrefix("127.") || text == "::1" || text.hasPrefix("::ffff:127.")
    }

    /// All addresses of `host`, in the order in which the system wants them tried. A host that begins with `/` is the folder of a socket.
    static func resolve(_ host: String, port: UInt16) throws(WireFailure) -> [PeerAddress] {
        if host.hasPrefix("/") { return [try unixSocket("\(host)/.s.PGSQL.\(port)")] }
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var first: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(host, String(port), &hints, &first)
        guard status == 0 else { throw WireFailure(.unreachable, String(cString: gai_strerror(status))) }
        defer { freeaddrinfo(first) }
        var found: [PeerAddress] = []
        var next = first
        while let info = next?.pointee {
            if let address = info.ai_addr { found.append(PeerAddress(address, info.ai_addrlen, info.ai_family)) }
            next = info.ai_next
        }
        return found
    }

    private init(_ address: UnsafePointer<sockaddr>, _ length: socklen_t, _ family: Int32) {
        bytes = Array(UnsafeRawBufferPointer(start: address, count: Int(length)))
        self.family = family
        var name = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let status = getnameinfo(address, length, &name, socklen_t(name.count), nil, 0, NI_NUMERICHOST)
        text = status == 0 ? String(decoding: name.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self) : "?"
    }

    private static func unixSocket(_ path: String) throws(WireFailure) -> PeerAddress {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let capacity = MemoryLayout.size(ofValue: address.sun_path)
        guard path.utf8.count < capacity else { throw WireFailure(.unreachable, "the path \(path) is too long") }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        return PeerAddress(bytes: withUnsafeBytes(of: &address) { Array($0) }, family: AF_UNIX, text: path)
    }

    private init(bytes: [UInt8], family: Int32, text: String) {
        self.bytes = bytes
        self.family = family
        self.text = text
    }
}
