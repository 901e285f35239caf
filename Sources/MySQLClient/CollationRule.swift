/// How the texts of one collation are weighed, learned from the server once.
enum CollationRule: Sendable, Equatable {
    /// The text itself, without blanks at the end.
    case bytes
    /// All texts are one.
    case uniform
    case weighed(Weighing)

    struct Weighing: Sendable, Equatable {
        /// What a blank at the end adds; may be nothing.
        let blank: [UInt8]
        /// The weights end at the first level's end.
        let isLevelled: Bool
        /// The weights of the printable characters, where those of a text are theirs one after the other.
        var characters: [[UInt8]]?
    }

    static let printable: ClosedRange<UInt8> = 0x20...0x7E
    /// Stands between the levels of a collation with several. No character weighs as much.
    static let levelEnd: [UInt8] = [0, 0]

    /// Appends the weights of a text if that takes no question to the server.
    func append(_ text: Span<UInt8>, to weights: inout TextWeights) -> Bool {
        switch self {
        case .uniform: weights.append([])
        case .bytes:
            let start = weights.bytes.count
            text.extracting(0..<Self.countWithoutBlanks(text)).withUnsafeBufferPointer {
                weights.bytes.append(contentsOf: $0)
            }
            weights.ranges.append(start..<weights.bytes.count)
        case .weighed(let weighing):
            guard let characters = weighing.characters, Self.isPrintable(text) else { return false }
            let start = weights.bytes.count
            for index in 0..<Self.countWithoutBlanks(text) {
                weights.bytes.append(contentsOf: characters[Int(text[index] - Self.printable.lowerBound)])
            }
            let end = start + weighing.countWithoutBlanks(weights.bytes[start...])
            weights.bytes.removeLast(weights.bytes.count - end)
            weights.ranges.append(start..<end)
        }
        return true
    }

    /// What the server said a text weighs, as it is compared.
    func trimmed(_ weights: [UInt8]) -> [UInt8] {
        guard case .weighed(let weighing) = self else { return weights }
        let level = weighing.isLevelled ? Self.firstLevel(weights) : weights[...]
        return Array(level.prefix(weighing.countWithoutBlanks(level)))
    }

    static func firstLevel(_ weights: [UInt8]) -> ArraySlice<UInt8> {
        var end = 0
        while end + 1 < weights.count, weights[end] != 0 || weights[end + 1] != 0 { end += 2 }
        return end + 1 < weights.count ? weights[..<end] : weights[...]
    }

    private static func countWithoutBlanks(_ text: Span<UInt8>) -> Int {
        var count = text.count
        while count > 0, text[count - 1] == UInt8(ascii: " ") { count -= 1 }
        return count
    }

    private static func isPrintable(_ text: Span<UInt8>) -> Bool {
        for index in 0..<text.count where !printable.contains(text[index]) { return false }
        return true
    }
}

extension CollationRule.Weighing {
    /// Other characters than the blank may weigh as much as it; the server compares them as blanks, and so do we.
    func countWithoutBlanks(_ weights: ArraySlice<UInt8>) -> Int {
        var rest = weights
        while !blank.isEmpty, rest.count >= blank.count, rest.suffix(blank.count) == blank[...] {
            rest.removeLast(blank.count)
        }
        return rest.count
    }
}
