/// How the source writes changes: the plugin's serial JSON, or one of the styles of parallel decoding, one record a message or many.
package struct Dialect: Hashable, Sendable, CustomStringConvertible {
    package enum Style: Hashable, Sendable {
        /// The plugin's own JSON, read by one thread of the source.
        case serial
        case parallelJSON
        case parallelText
        case parallelBinary
    }

    package let style: Style
    /// Many records stand in one message (`sending-batch` 1); only parallel styles can.
    package let isBatched: Bool

    package init(_ style: Style, isBatched: Bool = false) {
        precondition(style != .serial || !isBatched, "the serial dialect knows no batches")
        self.style = style
        self.isBatched = isBatched
    }

    package static let serial = Dialect(.serial)

    package var isParallel: Bool { style != .serial }

    /// Every dialect there is.
    package static let all: [Dialect] = [
        serial, Dialect(.parallelJSON), Dialect(.parallelJSON, isBatched: true), Dialect(.parallelText),
        Dialect(.parallelText, isBatched: true), Dialect(.parallelBinary), Dialect(.parallelBinary, isBatched: true),
    ]

    /// `serial`, or the letter of `decode-style` with the digit of `sending-batch`: `b1`. What a spool's header carries.
    package var description: String {
        let digit = isBatched ? "1" : "0"
        switch style {
        case .serial: return "serial"
        case .parallelJSON: return "j" + digit
        case .parallelText: return "t" + digit
        case .parallelBinary: return "b" + digit
        }
    }

    package init?(_ text: String) {
        guard let dialect = Self.all.first(where: { $0.description == text }) else { return nil }
        self = dialect
    }
}
