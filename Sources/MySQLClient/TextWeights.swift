/// What texts weigh in a collation, one after the other in one buffer that is filled again and again.
package struct TextWeights {
    @usableFromInline package var bytes: [UInt8] = []
    /// Where the weights of each text stand, in the order of the texts.
    @usableFromInline package var ranges: [Range<Int>] = []

    package init() {}

    @inlinable package var count: Int { ranges.count }

    /// Texts that the collation calls equal have the same bytes here; so may texts that it tells apart.
    @inlinable package subscript(index: Int) -> ArraySlice<UInt8> { bytes[ranges[index]] }

    package mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        ranges.removeAll(keepingCapacity: true)
    }

    mutating func append(_ weights: [UInt8]) {
        let start = bytes.count
        bytes.append(contentsOf: weights)
        ranges.append(start..<bytes.count)
    }
}
