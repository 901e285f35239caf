/// One whole message of the server, its body not yet looked at.
struct BackendMessage: Equatable {
    let tag: UInt8
    let body: [UInt8]

    init(_ tag: UInt8, _ body: [UInt8]) {
        self.tag = tag
        self.body = body
    }

    init(_ letter: Unicode.Scalar, _ body: [UInt8]) {
        self.init(UInt8(ascii: letter), body)
    }

    /// The letter, for a `switch`.
    var letter: Unicode.Scalar { Unicode.Scalar(tag) }

    /// For a message that is out of its place.
    func unexpected(_ place: String) -> WireFailure {
        .violation("it sent a message \(MessageHeader.name(tag)) \(place)")
    }
}
