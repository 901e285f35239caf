/// Equality of texts as a column's collation has it: the server is asked, never imitated.
///
/// Each text is given bytes, such that texts which the collation calls equal have equal bytes. It may be coarser (two texts that differ
/// may have the same bytes), never finer. Blanks at the end never count, whatever the collation pads: a CHAR column drops them.
///
/// - `binary`, and the `_bin` collations of Unicode: the text itself.
/// - Any other: `WEIGHT_STRING` of the text, converted to the collation's character set, for hundreds of texts in one query. A text that
///   the character set does not have weighs like one with question marks: writing it is what fails, not this.
/// - Texts of printable ASCII characters without a query, where the server has shown once that their weights follow each other as the
///   characters do. A collation with contractions (`ch`, `aa`) does not show it.
/// - Collations of several levels weigh by the first: accents and case make no difference.
/// - Where blanks at the end do not show in the weights as one more weight, all texts of the collation weigh the same: nothing.
package struct CollationWeights {
    private let source: WeightSource
    private var rules: [String: CollationRule] = [:]
    private var known: [String: [[UInt8]: [UInt8]]] = [:]
    private var knownCount = 0

    /// Weights that were asked for are kept, up to this many texts; then all are forgotten.
    package static let knownTextsMax = 16_384
    /// Longer texts are asked for each time.
    package static let knownTextBytesMax = 256

    /// The session's own connection: it asks within whatever transaction is open, and locks nothing.
    package init(connection: MySQLConnection) {
        source = WeightSource(connection: connection)
    }

    /// Replaces `weights` by those of the texts, which stand in `bytes` as UTF-8. `collation` is a column's, as information_schema names
    /// it.
    package mutating func weights(
        of texts: [Range<Int>],
        in bytes: Span<UInt8>,
        collation: String,
        into weights: inout TextWeights
    ) throws(MySQLError) {
        weights.removeAll()
        let rule = try rule(of: collation)
        var unknown: [[UInt8]] = []
        for range in texts {
            let text = bytes.extracting(range)
            if !rule.append(text, to: &weights), known[collation]?[Self.copy(text)] == nil {
                unknown.append(Self.copy(text))
            }
        }
        // Without a gap there was nothing to ask: every text has its weights.
        guard weights.count < texts.count else { return }
        let asked = try ask(unknown, collation, rule)
        weights.removeAll()
        for range in texts {
            let text = bytes.extracting(range)
            guard !rule.append(text, to: &weights) else { continue }
            let copy = Self.copy(text)
            guard let found = asked[copy] ?? known[collation]?[copy] else {
                preconditionFailure("the server was asked for every text that was not known")
            }
            weights.append(found)
        }
        keep(asked, collation)
    }

    private mutating func rule(of collation: String) throws(MySQLError) -> CollationRule {
        if let rule = rules[collation] { return rule }
        let rule = try source.rule(of: collation)
        rules[collation] = rule
        return rule
    }

    private func ask(
        _ texts: [[UInt8]],
        _ collation: String,
        _ rule: CollationRule
    ) throws(MySQLError) -> [[UInt8]: [UInt8]] {
        let distinct = Array(Set(texts))
        let found = try source.weights(of: distinct, collation: collation)
        return Dictionary(uniqueKeysWithValues: zip(distinct, found.map { rule.trimmed($0) }))
    }

    private mutating func keep(_ weights: [[UInt8]: [UInt8]], _ collation: String) {
        for (text, weight) in weights where text.count <= Self.knownTextBytesMax {
            if knownCount >= Self.knownTextsMax {
                known.removeAll()
                knownCount = 0
            }
            known[collation, default: [:]][text] = weight
            knownCount += 1
        }
    }

    private static func copy(_ text: Span<UInt8>) -> [UInt8] {
        text.withUnsafeBufferPointer { Array($0) }
    }
}
