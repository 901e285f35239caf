internal import Glibc

/// Owns one open file; every system call on it goes through here, so that EINTR, short writes and a full disk are
/// handled once.
struct FileDescriptor: ~Copyable {
    let path: String
    private let descriptor: Int32

    /// Opens `path`; `flags` and `mode` are `open(2)`'s.
    init(path: String, flags: Int32, mode: mode_t = 0o640) throws(SpoolError) {
        let opened = open(path, flags | O_CLOEXEC, mode)
        guard opened >= 0 else { throw Self.failure("opening", path) }
        self.path = path
        descriptor = opened
    }

    deinit {
        close(descriptor)
    }

    /// `ENOSPC` and `EDQUOT` are told apart: they pass.
    static func failure(_ operation: String, _ path: String, _ errorNumber: Int32 = errno) -> SpoolError {
        switch errorNumber {
        case ENOSPC, EDQUOT: .diskFull(path: path)
        default: .system(operation: operation, path: path, errorNumber: errorNumber)
        }
    }

    /// Writes all of `bytes` at `offset`. On failure a part of them may stand there.
    func write(_ bytes: borrowing [UInt8], at offset: UInt64) throws(SpoolError) {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                pwrite(
                    descriptor,
                    buffer.baseAddress.map { $0 + written },
                    buffer.count - written,
                    off_t(offset) + written
                )
            }
            if count < 0 {
                guard errno == EINTR else { throw Self.failure("writing", path) }
            } else {
                written += count
            }
        }
    }

    /// Reads up to `count` bytes at `offset` to the end of `buffer`; returns how many came, 0 at the end of the file.
    func read(at offset: UInt64, count: Int, into buffer: inout [UInt8]) throws(SpoolError) -> Int {
        var received = 0
        var errorNumber: Int32 = 0
        let chunk = [UInt8](unsafeUninitializedCapacity: count) { bytes, initialized in
            repeat {
                received = pread(descriptor, bytes.baseAddress, count, off_t(offset))
                errorNumber = errno
            } while received < 0 && errorNumber == EINTR
            initialized = max(0, received)
        }
        guard received >= 0 else { throw Self.failure("reading", path, errorNumber) }
        if buffer.isEmpty { buffer = chunk } else { buffer += chunk }
        return received
    }

    /// Makes the file's data durable. A failure is never called a lack of room, which may be tried again: the kernel
    /// may have dropped the pages, and a second call would then succeed without them.
    func synchronize() throws(SpoolError) {
        while fdatasync(descriptor) != 0 {
            guard errno == EINTR else { throw .system(operation: "syncing", path: path, errorNumber: errno) }
        }
    }

    /// `fdatasync` does not promise a directory's names.
    func synchronizeDirectory() throws(SpoolError) {
        guard fsync(descriptor) == 0 else { throw Self.failure("syncing", path) }
    }

    /// Cuts the file.
    func truncate(to size: UInt64) throws(SpoolError) {
        guard ftruncate(descriptor, off_t(size)) == 0 else { throw Self.failure("cutting", path) }
    }

    private func status() throws(SpoolError) -> stat {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Self.failure("looking at", path) }
        return status
    }

    func size() throws(SpoolError) -> UInt64 {
        UInt64(try status().st_size)
    }

    /// Which file this is, whatever it is called now.
    func inode() throws(SpoolError) -> UInt64 {
        UInt64(try status().st_ino)
    }

    /// Takes the advisory lock of the whole file without waiting; false when another has it.
    func lockExclusively() throws(SpoolError) -> Bool {
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
        guard errno == EWOULDBLOCK else { throw Self.failure("locking", path) }
        return false
    }
}
