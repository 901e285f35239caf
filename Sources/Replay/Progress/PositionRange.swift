package import ChangeModel

/// A run of the stream: every transaction whose commit stands between the two positions, both included.
package struct PositionRange: Equatable, Sendable {
    package let first: LSN
    package private(set) var last: LSN

    package init(_ first: LSN, _ last: LSN) {
        precondition(first <= last)
        self.first = first
        self.last = last
    }

    package func contains(_ position: LSN) -> Bool { position >= first && position <= last }

    mutating func extend(to position: LSN) {
        precondition(position > last)
        last = position
    }
}
