/// A fault found while a message is parsed, before its position is known to the code that found it.
struct MessageFault: Error {
    let reason: String
    let byteOffset: Int

    init(_ reason: String, at byteOffset: Int) {
        self.reason = reason
        self.byteOffset = byteOffset
    }
}
