package import ChangeModel

/// The name of a file in the spool, made and parsed here and nowhere else.
package struct SegmentFileName: Hashable, Sendable {
    package enum State: String, Sendable {
        case sealed = "segment"
        case open = "open"
    }

    package let start: LSN
    package let state: State

    package init(start: LSN, state: State) {
        self.start = start
        self.state = state
    }

    /// nil for a file that is no segment.
    package init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count == 16,
            parts[0].utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x41...0x46).contains($0) }),
            let position = UInt64(parts[0], radix: 16), let state = State(rawValue: String(parts[1]))
        else { return nil }
        self.init(start: LSN(position), state: state)
    }

    package var text: String {
        digits + "." + state.rawValue
    }

    /// Where the `number`th torn tail of this segment is kept.
    package func tornTail(_ number: Int) -> String {
        digits + ".torn-\(number)"
    }

    package static let lock = ".lock"

    private var digits: String {
        let hexadecimal = String(start.rawValue, radix: 16, uppercase: true)
        return String(repeating: "0", count: 16 - hexadecimal.count) + hexadecimal
    }
}
