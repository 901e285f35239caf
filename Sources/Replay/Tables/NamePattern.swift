/// What one part of a table's name must look like.
package enum NamePattern: Hashable, Sendable, CustomStringConvertible {
    case exactly(String)
    /// `*` stands for any characters or none, `?` for one character.
    case glob(String)

    package func matches(_ name: String) -> Bool {
        switch self {
        case .exactly(let text): text == name
        case .glob(let pattern): Self.matches(Array(pattern.unicodeScalars), Array(name.unicodeScalars))
        }
    }

    package var description: String {
        switch self {
        case .exactly(let text): "\"\(text)\""
        case .glob(let pattern): pattern
        }
    }

    /// Goes back to the last `*` only, so that the time is bounded by the product of the two lengths.
    private static func matches(_ pattern: [Unicode.Scalar], _ name: [Unicode.Scalar]) -> Bool {
        var (place, index) = (0, 0)
        var retry: (place: Int, index: Int)?
        while index < name.count {
            if place < pattern.count, pattern[place] == "*" {
                retry = (place, index)
                place += 1
            } else if place < pattern.count, pattern[place] == "?" || pattern[place] == name[index] {
                place += 1
                index += 1
            } else if let last = retry {
                place = last.place + 1
                index = last.index + 1
                retry = (last.place, index)
            } else {
                return false
            }
        }
        return pattern[place...].allSatisfy { $0 == "*" }
    }
}
