internal import Glibc

/// Owns one connected stream socket that never blocks; closes it when it goes.
struct SocketHandle: ~Copyable {
    let descriptor: Int32

    /// Seconds of silence after which the system asks whether the other side still lives.
    private static let keepaliveIdleSeconds: Int32 = 30

    init(adopting descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    /// Connects, or says why not by the deadline.
    static func connect(to address: PeerAddress, _ deadline: Deadline) throws(WireFailure) -> SocketHandle {
        let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = Glibc.socket(address.family, type, 0)
        guard descriptor >= 0 else { throw WireFailure(.unreachable, SystemError.text(errno)) }
        let handle = SocketHandle(adopting: descriptor)
        handle.setOptions()
        let status = address.bytes.withUnsafeBytes { bytes in
            bytes.withMemoryRebound(to: sockaddr.self) { address in
                Glibc.connect(descriptor, address.baseAddress, socklen_t(bytes.count))
            }
        }
        guard status != 0 else { return handle }
        guard errno == EINPROGRESS else { throw WireFailure(.unreachable, SystemError.text(errno)) }
        try handle.awaitConnection(deadline)
        return handle
    }

    private func awaitConnection(_ deadline: Deadline) throws(WireFailure) {
        while !wait(Int16(POLLOUT), milliseconds: deadline.remainingMilliseconds) {
            guard !deadline.hasPassed else { throw WireFailure(.unreachable, "nobody answers in time") }
        }
        var number: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &number, &size)
        guard number == 0 else { throw WireFailure(.unreachable, SystemError.text(number)) }
    }

    private func setOptions() {
        set(SOL_SOCKET, SO_KEEPALIVE, 1)
        // These two are refused by a socket that is a file, and not needed there.
        set(Int32(IPPROTO_TCP), TCP_KEEPIDLE, Self.keepaliveIdleSeconds)
        set(Int32(IPPROTO_TCP), TCP_NODELAY, 1)
    }

    private func set(_ level: Int32, _ option: Int32, _ value: Int32) {
        var value = value
        setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    /// False when the time is over or the wait was interrupted. -1 waits without end.
    @discardableResult
    func wait(_ events: Int16, milliseconds: Int32) -> Bool {
        var descriptor = pollfd(fd: descriptor, events: events, revents: 0)
        return poll(&descriptor, 1, milliseconds) > 0
    }
}
