internal import Glibc

/// Holds the spool for the one writer while it lives; the kernel lets go when the process dies.
struct SpoolLock: ~Copyable {
    private let file: FileDescriptor

    init(_ directory: SpoolDirectory) throws(SpoolError) {
        let file = try FileDescriptor(path: directory.path + "/" + SegmentFileName.lock, flags: O_RDWR | O_CREAT)
        guard try file.lockExclusively() else {
            var holder: [UInt8] = []
            _ = try file.read(at: 0, count: 32, into: &holder)
            throw .locked(directory: directory.path, holder: String(decoding: holder, as: UTF8.self))
        }
        try file.truncate(to: 0)
        // Only to say who holds it; the lock is what counts, so a full disk does not matter.
        try? file.write(Array(String(getpid()).utf8), at: 0)
        self.file = file
    }
}
