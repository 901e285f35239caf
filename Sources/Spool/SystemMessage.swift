internal import Glibc

/// The system's text for an error number.
enum SystemMessage {
    static func text(_ errorNumber: Int32) -> String {
        String(cString: strerror(errorNumber))
    }
}
