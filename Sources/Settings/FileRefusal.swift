import Glibc

/// Why a file could not be used, as words that follow "a file that …".
struct FileRefusal: Error {
    let reason: String
}

extension FileRefusal {
    /// The reason that the system gave for the call before.
    static var lastError: FileRefusal {
        FileRefusal(reason: "cannot be read (\(String(cString: strerror(errno))))")
    }
}
