import Glibc

/// Writes to standard output in large pieces; a reader that goes away, as `head` does, ends the process quietly.
struct StandardOutput {
    private var buffer: [UInt8] = []
    private static let pieceBytes = 64 << 10

    mutating func append(_ bytes: [UInt8]) {
        buffer.append(contentsOf: bytes)
        if buffer.count >= Self.pieceBytes { flush() }
    }

    mutating func flush() {
        var written = 0
        while written < buffer.count {
            let count = buffer.withUnsafeBytes {
                write(STDOUT_FILENO, $0.baseAddress.map { $0 + written }, $0.count - written)
            }
            if count < 0, errno != EINTR { exit(ExitStatus.disk.rawValue) }
            written += max(count, 0)
        }
        buffer.removeAll(keepingCapacity: true)
    }
}
