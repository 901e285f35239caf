internal import ChangeModel

extension BatchDraft {
    /// Turns the values of `change` into UTF-8; `bytes` is its record, which begins at `base` in the batch.
    mutating func convertValues(
        of change: RowChange,
        _ bytes: Span<UInt8>,
        base: Int,
        _ relations: borrowing RelationTable
    ) throws(MessageFault) {
        for index in change.firstValue..<batch.values.count {
            guard let range = batch.values[index].range else { continue }
            guard let converted = literals.converted(range, bytes, base: base, relations.encoding) else {
                throw Self.invalidValue(index - change.firstValue, of: change, relations)
            }
            batch.values[index] = ValueSlot(range: converted)
        }
    }

    private static func invalidValue(
        _ place: Int,
        of change: RowChange,
        _ relations: borrowing RelationTable
    ) -> MessageFault {
        let relation = relations.relations[change.relation]
        let column = relation.columns[(relation.newColumnIndices + relation.oldColumnIndices)[place]]
        return .refusal(
            "a value of column \(column.name) of table \(relation.table) is not valid \(relations.encoding.validName), so it has no text in"
                + " UTF-8; correct the row in the source and begin behind this position, or leave the table out"
        )
    }
}

extension ValueLiterals {
    /// Where the text of `range` stands as UTF-8: there, if it is ASCII, or behind what was rewritten; nil if it is not valid.
    fileprivate mutating func converted(
        _ range: Range<Int>,
        _ bytes: Span<UInt8>,
        base: Int,
        _ encoding: borrowing TextEncoding
    ) -> Range<Int>? {
        let isRewritten = range.lowerBound >= unescapedBase
        let start = isRewritten ? unescapedBase : base
        let local = (range.lowerBound - start)..<(range.upperBound - start)
        let isBeyondASCII =
            isRewritten
            ? Self.isBeyondASCII(unescaped.span.extracting(local))
            : Self.isBeyondASCII(bytes.extracting(local))
        guard isBeyondASCII else { return range }
        // Copied, because it may stand where the converted text goes.
        let text = isRewritten ? Array(unescaped[local]) : bytes.extracting(local).withUnsafeBufferPointer { Array($0) }
        let convertedStart = unescaped.count
        guard encoding.append(text.span, to: &unescaped) else { return nil }
        return (unescapedBase + convertedStart)..<(unescapedBase + unescaped.count)
    }

    private static func isBeyondASCII(_ text: Span<UInt8>) -> Bool {
        var union: UInt8 = 0
        for index in text.indices { union |= text[index] }
        return union >= 0x80
    }
}
