package import ChangeModel

/// Why a stream cannot be decoded, as one sentence; never a row's value.
package enum DecodingError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A message is not what its dialect allows: what, at which byte of the message's payload, at which position of the stream.
    case malformed(reason: String, byteOffset: Int, position: LSN)
    /// A message can be read and must not be kept, because what it says would be wrong or cannot be represented.
    case refused(reason: String, position: LSN)
    /// The server's encoding has no conversion here.
    case unknownEncoding(String)

    init(_ fault: MessageFault, at position: LSN) {
        if fault.isRefusal {
            self = .refused(reason: fault.reason, position: position)
        } else {
            self = .malformed(reason: fault.reason, byteOffset: fault.byteOffset, position: position)
        }
    }

    package var description: String {
        switch self {
        case .malformed(let reason, let byteOffset, let position):
            "the message at \(position) cannot be understood at byte \(byteOffset): \(reason); nothing of its transaction was kept,"
                + " so report it with the server's version and the slot's options"
        case .refused(let reason, let position):
            "the message at \(position) was refused, and nothing of its transaction was kept: \(reason)"
        case .unknownEncoding(let name):
            "the source's encoding \(name) cannot be converted to UTF-8 on this host; install the C library's conversions for it"
                + " (glibc's gconv modules), or correct the encoding if the name is not the server's own"
        }
    }
}
