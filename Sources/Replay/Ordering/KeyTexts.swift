internal import ChangeModel
internal import MySQLClient

/// The texts of keys that a collation compares: as what the target's weights make of them.
///
/// Most texts weigh what the server has shown once; the others of a batch are asked for together before their keys are made.
struct KeyTexts {
    private var weights: CollationWeights?
    private var encoder = ValueEncoder()
    private var values = ParameterList()
    private var found = TextWeights()
    /// Texts of the batch at hand that may have to be asked for.
    private var texts: [String: (bytes: [UInt8], ranges: [Range<Int>])] = [:]

    init(connection: MySQLConnection?) {
        weights = connection.map { CollationWeights(connection: $0) }
    }

    /// Learns the weights of a batch's texts with few questions.
    mutating func prepare(
        _ batch: borrowing ChangeBatch,
        _ plans: GrowingList<TablePlan?>,
        recordCount: Int
    ) throws(MySQLError) {
        texts.removeAll(keepingCapacity: true)
        for index in 0..<recordCount {
            guard case .row(let change) = batch.records[index], let plan = plans[change.relation] else { continue }
            for part in plan.keys.collatedParts { collect(part, change, batch) }
        }
        for (collation, list) in texts {
            try weights?.weights(of: list.ranges, in: list.bytes.span, collation: collation, into: &found)
        }
    }

    private mutating func collect(_ part: TableKeys.Part, _ change: RowChange, _ batch: borrowing ChangeBatch) {
        guard case .collated(let collation) = part.form,
            let range = batch.values[change.firstValue + part.place].range,
            !Self.isPrintable(batch.bytes.span.extracting(range))
        else { return }
        values.removeAll()
        do throws(ValueRefusal) {
            try encoder.append(batch.bytes.span.extracting(range), part.encoding, to: &values)
        } catch {
            return
        }
        guard let value = values.values.first, value.kind == .text else { return }
        let start = texts[collation.name]?.bytes.count ?? 0
        let place = Int(value.payload)..<(Int(value.payload) + Int(value.byteCount))
        texts[collation.name, default: ([], [])].bytes.append(contentsOf: values.storage[place])
        texts[collation.name]?.ranges.append(start..<(start + place.count))
    }

    private static func isPrintable(_ text: Span<UInt8>) -> Bool {
        for index in 0..<text.count where text[index] < 0x20 || text[index] > 0x7E { return false }
        return true
    }

    /// Adds what the text weighs; false for what is no text.
    mutating func add(
        _ value: ParameterValue,
        of list: borrowing ParameterList,
        _ collation: KeyCollation,
        to hasher: inout KeyHasher
    ) throws(MySQLError) -> Bool {
        guard value.kind == .text, weights != nil else { return false }
        let place = Int(value.payload)..<(Int(value.payload) + Int(value.byteCount))
        try weights?.weights(of: [place], in: list.storage.span, collation: collation.name, into: &found)
        hasher.add(found.bytes.span)
        return true
    }
}
