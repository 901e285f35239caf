/// Where a value's text stands in its batch's bytes; NULL and absent are apart from every text, the empty one included.
package struct ValueSlot: Equatable, Sendable {
    @usableFromInline let start: Int
    /// Length in bytes, or one of the two marks below.
    @usableFromInline let mark: Int

    @inlinable
    package init(range: Range<Int>) {
        start = range.lowerBound
        mark = range.count
    }

    @usableFromInline
    init(mark: Int) {
        start = 0
        self.mark = mark
    }

    package static let null = ValueSlot(mark: -1)
    /// The source did not send this column: leave it as it is.
    package static let absent = ValueSlot(mark: -2)

    @inlinable
    package var isNull: Bool { mark == -1 }

    @inlinable
    package var isAbsent: Bool { mark == -2 }

    /// The text's place in the batch's bytes; nil for NULL and absent.
    @inlinable
    package var range: Range<Int>? {
        mark >= 0 ? start..<(start + mark) : nil
    }
}
