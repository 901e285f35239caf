internal import Glibc

/// Says which process writes a spool at the moment.
package enum SpoolOwner {
    /// nil where nobody holds the spool, or who holds it did not leave a number.
    package static func process(_ path: String) -> Int32? {
        let lock = SpoolDirectory(path: path).path + "/" + SegmentFileName.lock
        guard let file = try? FileDescriptor(path: lock, flags: O_RDWR) else { return nil }
        guard let isFree = try? file.lockExclusively(), !isFree else { return nil }
        var holder: [UInt8] = []
        _ = try? file.read(at: 0, count: 32, into: &holder)
        return Int32(String(decoding: holder, as: UTF8.self)).flatMap { $0 > 1 ? $0 : nil }
    }
}
