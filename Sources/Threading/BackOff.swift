/// How long to wait before the next try: doubles from a tenth of a second to a limit, and starts anew after a success.
package struct BackOff: Equatable, Sendable {
    private static let firstMilliseconds = 100
    private let limitMilliseconds: Int
    private var nextMilliseconds = Self.firstMilliseconds

    package init(limitMilliseconds: Int) {
        self.limitMilliseconds = max(limitMilliseconds, Self.firstMilliseconds)
    }

    package mutating func next() -> Int {
        defer { nextMilliseconds = min(nextMilliseconds * 2, limitMilliseconds) }
        return nextMilliseconds
    }

    package mutating func reset() {
        nextMilliseconds = Self.firstMilliseconds
    }
}
