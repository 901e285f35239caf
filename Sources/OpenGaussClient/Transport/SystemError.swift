internal import Glibc

/// The system's words for an error number: `Connection refused`.
enum SystemError {
    static func text(_ number: Int32) -> String {
        String(cString: strerror(number))
    }
}
