/// A fault found while a message is parsed, before its position is known to the code that found it.
struct MessageFault: Error {
    let reason: String
    let byteOffset: Int
    /// The message is well formed, and yet must not be taken: `reason` is then a whole sentence that says what to do.
    let isRefusal: Bool

    init(_ reason: String, at byteOffset: Int) {
        self.init(reason, at: byteOffset, isRefusal: false)
    }

    static func refusal(_ sentence: String) -> MessageFault {
        MessageFault(sentence, at: 0, isRefusal: true)
    }

    private init(_ reason: String, at byteOffset: Int, isRefusal: Bool) {
        self.reason = reason
        self.byteOffset = byteOffset
        self.isRefusal = isRefusal
    }

    /// The same fault, seen from the start of the message: its record begins at `start`.
    func moved(by start: Int) -> MessageFault {
        MessageFault(reason, at: start + byteOffset, isRefusal: isRefusal)
    }
}
