internal import Glibc

/// A file that grows, owned and readable by its owner alone.
final class OutputFile {
    private let path: String
    private let descriptor: Int32
    private(set) var length: UInt64

    /// Begins anew, or goes on behind the first `length` bytes.
    init(path: String, continuingAt length: UInt64?) throws(VerificationError) {
        self.path = path
        self.length = length ?? 0
        // Not through a link that somebody else has put there.
        descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw Self.failure("opening", path) }
        guard fchmod(descriptor, 0o600) == 0, ftruncate(descriptor, Int(self.length)) == 0,
            lseek(descriptor, 0, SEEK_END) >= 0
        else {
            let failure = Self.failure("preparing", path)
            close(descriptor)
            throw failure
        }
    }

    deinit { close(descriptor) }

    func append(_ text: String) throws(VerificationError) {
        let bytes = Array(text.utf8)
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes {
                write(descriptor, $0.baseAddress.map { $0 + written }, $0.count - written)
            }
            guard count >= 0 || errno == EINTR else { throw Self.failure("writing", path) }
            written += max(count, 0)
        }
        length += UInt64(bytes.count)
    }

    func synchronize() throws(VerificationError) {
        guard fsync(descriptor) == 0 else { throw Self.failure("syncing", path) }
    }

    static func failure(_ doing: String, _ path: String) -> VerificationError {
        .file(path: path, doing: doing, reason: String(cString: strerror(errno)))
    }
}
