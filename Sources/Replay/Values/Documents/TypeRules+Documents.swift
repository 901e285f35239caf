extension TypeRules {
    private static let digits = "its numbers have no more digits than a 64-bit integer or a double"

    static let documents = [
        TypeRule(
            [.json, .jsonb],
            into: [.json],
            .conditional(digits),
            "the document; blanks, the order of keys, all but the last of equal keys, and ways to write a number do not count"
        ) { _ in .document(.json) },
        TypeRule(
            [.array],
            into: [.json],
            .conditional("it has the usual bounds, from 1 on; " + digits),
            "an array, NULL as null; elements that are neither numbers, booleans nor JSON as strings"
        ) { .document(.array(JSONElement($0.sourceName.dropLast(2)), nil)) },
        TypeRule(
            [.range],
            into: [.json],
            .conditional(digits),
            "an object, `{\"lower\":1,\"upper\":10,\"bounds\":\"[)\"}`, null for an open end; `{\"empty\":true}`"
        ) { .document(.range(RangeLiteral.element($0.sourceName), nil)) },
        TypeRule(
            SourceType.allCases.filter { ![.json, .jsonb, .array, .range].contains($0) },
            into: [.json],
            .byPolicy,
            "a string of the source's text"
        ) { _ in .document(.sourceText) },
    ]
}
