internal import Glibc

/// The file of a client's private key, held to libpq's rule: its owner's alone, or root's with the group reading.
enum KeyFile {
    static func check(_ path: String) throws(WireFailure) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw WireFailure(.untrusted, "the key file \(path) cannot be read: \(SystemError.text(errno))")
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw WireFailure(.untrusted, "the key file \(path) is no file")
        }
        let forbidden = status.st_uid == 0 ? mode_t(0o037) : mode_t(0o077)
        guard status.st_mode & forbidden == 0 else {
            throw WireFailure(.untrusted, "the key file \(path) can be read by others; `chmod 600` it")
        }
    }
}
