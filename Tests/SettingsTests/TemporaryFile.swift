import Glibc

/// A file that goes away with its owner.
final class TemporaryFile {
    struct CannotWrite: Error {}

    let path: String

    convenience init(_ content: String, mode: mode_t) throws {
        try self.init(Array(content.utf8), mode: mode)
    }

    init(_ bytes: [UInt8], mode: mode_t) throws {
        var template = Array("/tmp/settings-tests-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw CannotWrite() }
        path = template.withUnsafeBufferPointer { name in
            String(decoding: name.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        }
        defer { close(descriptor) }
        guard write(descriptor, bytes, bytes.count) == bytes.count, fchmod(descriptor, mode) == 0 else {
            throw CannotWrite()
        }
    }

    deinit { unlink(path) }
}
