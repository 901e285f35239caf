extension TypeRules {
    private static let fits = "it is no longer than the column, whose character set has all its characters"

    static let texts = [
        TypeRule(
            [.character],
            into: [.char],
            .conditional(fits),
            "the text without its padding, which CHAR does not keep either"
        ) {
            .text(.padded($0.target.text))
        },
        TypeRule([.character], into: .longTexts, .conditional(fits), "the text, padding included") {
            .text(.plain($0.target.text))
        },
        TypeRule(
            .printable.filter { $0 != .array && $0 != .range },
            into: [.char],
            .conditional("it does not end with blanks, and " + fits),
            "the source's text"
        ) { .text(.char($0.target.text)) },
        TypeRule(
            .printable.filter { $0 != .array && $0 != .range },
            into: .longTexts,
            .conditional(fits),
            "the source's text"
        ) { .text(.plain($0.target.text)) },
        TypeRule(
            [.array],
            into: .texts,
            .conditional(fits),
            "the source's text, `{1,2}`; with `values.arrays: json` an array of JSON, `[1,2]`"
        ) {
            let element = JSONElement($0.sourceName.dropLast(2))
            return $0.writesArraysAsJSON ? .document(.array(element, $0.target.text)) : asText($0)
        },
        TypeRule(
            [.range],
            into: .texts,
            .conditional(fits),
            "the source's text, `[1,10)`; with `values.arrays: json` an object, `{\"lower\":1,\"upper\":10,\"bounds\":\"[)\"}`"
        ) {
            $0.writesArraysAsJSON
                ? .document(.range(RangeLiteral.element($0.sourceName), $0.target.text)) : asText($0)
        },
        TypeRule(.bytes, into: .texts, .byPolicy, "the source's text, hexadecimal digits") {
            .text(.sourceText($0.target.text))
        },
        TypeRule(
            .texts + [.character, .other],
            into: .choices,
            .conditional("it is one of the column's words, letter by letter; of a SET, words in the column's order"),
            "the word; not into a column with a backslash in a word"
        ) { pair in
            pair.target.choices.map { .text(.choice($0, isPadded: pair.source == .character)) }
        },
        TypeRule(
            [.uuid],
            into: [.uuid],
            .conditional("MariaDB's type has it, as it has all of RFC 4122 and 9562"),
            "the UUID"
        ) { _ in .text(.address(.uuid)) },
        TypeRule(
            [.inet, .cidr],
            into: [.inet4],
            .conditional("it is an address of version 4, and no network"),
            "the address"
        ) { _ in .text(.address(.inet4)) },
        TypeRule(
            [.inet, .cidr],
            into: [.inet6],
            .conditional("it is an address of version 6, and no network"),
            "the address"
        ) { _ in .text(.address(.inet6)) },
    ]

    private static func asText(_ pair: TypeRule.Pair) -> ValueConversion {
        .text(pair.target.kind == .char ? .char(pair.target.text) : .plain(pair.target.text))
    }
}
