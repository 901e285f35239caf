internal import ChangeModel

/// A row of style t without its values: the text between them, and where each of them belongs. Rows of one table and
/// operation differ only in values, so a row of a shape seen before needs no parsing, just comparisons.
struct TextRowShape: Sendable {
    /// The parts, one behind the other: `table s t INSERT: a[integer]:`, ` b[text]:` …
    let text: [UInt8]
    /// Where each part ends in `text`. A value follows each part; a row without values is one part.
    let partEnds: [Int]
    /// For each value as sent, its place in the row: the new image stands first there, in the text the old one does.
    let places: [Int]
    let operation: RowOperation
    /// Index into the decoder's relations.
    let relation: Int

    /// Whether `payload` is a row of this shape; its values are then behind those that `values` held. Nothing was kept if not.
    func read(
        _ payload: Span<UInt8>,
        into values: inout [ValueSlot],
        _ literals: inout ValueLiterals
    ) throws(MessageFault) -> Bool {
        guard ByteScanning.matches(text.span.extracting(0..<partEnds[0]), in: payload, at: 0) else { return false }
        let firstValue = values.count
        let firstUnescaped = literals.unescaped.count
        values.append(contentsOf: repeatElement(.absent, count: places.count))
        if try fill(firstValue, payload, into: &values, &literals) { return true }
        values.removeLast(places.count)
        literals.unescaped.removeLast(literals.unescaped.count - firstUnescaped)
        return false
    }

    /// Reads the values into their places, from `firstValue` on; the first part is known to match.
    private func fill(
        _ firstValue: Int,
        _ payload: Span<UInt8>,
        into values: inout [ValueSlot],
        _ literals: inout ValueLiterals
    ) throws(MessageFault) -> Bool {
        var offset = partEnds[0]
        for index in places.indices {
            if index > 0 {
                let part = text.span.extracting(partEnds[index - 1]..<partEnds[index])
                guard ByteScanning.matches(part, in: payload, at: offset) else { return false }
                offset += part.count
            }
            values[firstValue + places[index]] = try literals.readText(in: payload, &offset)
        }
        return offset == payload.count
    }
}
