/// A list that its owner appends to while copies of it live elsewhere: an append to a shared one copies a piece, not the whole.
///
/// Every batch under way keeps a copy of the relations that its producer knows. With an array each of them would be a whole one as long as new
/// tables come.
package struct GrowingList<Element> {
    @usableFromInline var pieces: [[Element]] = []

    /// So many elements make a piece: small enough to copy, and many enough that the list of pieces stays short.
    @inlinable static var pieceBits: Int { 8 }
    @inlinable static var pieceCount: Int { 1 << pieceBits }

    @inlinable
    package init() {}

    @inlinable
    package mutating func append(_ element: Element) {
        if pieces.last.map({ $0.count == Self.pieceCount }) ?? true { pieces.append([]) }
        pieces[pieces.count - 1].append(element)
    }

    @inlinable
    package mutating func removeAll() { pieces.removeAll() }
}

extension GrowingList: RandomAccessCollection, MutableCollection {
    @inlinable package var startIndex: Int { 0 }

    @inlinable package var endIndex: Int {
        pieces.last.map { (pieces.count - 1) << Self.pieceBits + $0.count } ?? 0
    }

    @inlinable
    package subscript(index: Int) -> Element {
        get { pieces[index >> Self.pieceBits][index & (Self.pieceCount - 1)] }
        set { pieces[index >> Self.pieceBits][index & (Self.pieceCount - 1)] = newValue }
    }
}

extension GrowingList where Element: Equatable {
    /// From the first element on, at least so many are the same in both; pieces that share their storage cost nothing.
    @inlinable
    package func agreeingCount(with other: GrowingList) -> Int {
        var count = 0
        for (piece, otherPiece) in zip(pieces, other.pieces) {
            guard piece == otherPiece else {
                return count + zip(piece, otherPiece).prefix { $0 == $1 }.count
            }
            count += piece.count
        }
        return count
    }
}

extension GrowingList: ExpressibleByArrayLiteral {
    @inlinable
    package init(arrayLiteral elements: Element...) {
        for element in elements { append(element) }
    }
}

extension GrowingList: Sendable where Element: Sendable {}
extension GrowingList: Equatable where Element: Equatable {}
