package import ChangeModel

/// A message that is not what its dialect allows: what, at which byte of the message, at which position of the stream.
package struct DecodingError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What is wrong, as the second half of a sentence; never a row's value.
    package let reason: String
    /// Offset in the message's payload.
    package let byteOffset: Int
    package let position: LSN

    package init(_ reason: String, byteOffset: Int, position: LSN) {
        self.reason = reason
        self.byteOffset = byteOffset
        self.position = position
    }

    package var description: String {
        "the message at \(position) cannot be understood at byte \(byteOffset): \(reason); nothing of its transaction was kept,"
            + " so report it with the server's version and the slot's options"
    }
}
