import Settings
import Testing

/// The section `values`.
struct ValuePoliciesTests {
    @Test func policiesAreReadForAllForATypeAndForAColumn() throws {
        let settings = try Sample.settings(
            Sample.minimal(
                "values",
                "default: clamp",
                "types: { numeric: null, \"timestamp with time zone\": 'null' }",
                "columns: { shop.orders.due: text }",
                "arrays: json"
            )
        )
        #expect(settings.values.standard == .clamp)
        #expect(settings.values.types == ["numeric": .null, "timestamp with time zone": .null])
        #expect(settings.values.columns == ["shop.orders.due": .text])
        #expect(settings.values.arrays == .json)
    }

    @Test(arguments: [
        ("default: maybe", "values.default must be one of error, clamp, null, text, not \"maybe\"."),
        (
            "types: clamp",
            "values.types must be a section with one line for each type of the source, its policy after the colon."
        ),
        ("columns: { orders.due: clamp }", "values.columns names a schema.table.column, not \"orders.due\"."),
        (
            "types: { numeric: round }",
            "values.types of \"numeric\" must be one of error, clamp, null, text, not \"round\"."
        ),
    ])
    func whatIsNoPolicyIsRefused(line: String, sentence: String) {
        let problems = Sample.problems(Sample.minimal("values", line))
        #expect(problems.count == 1 && problems[0].hasSuffix(sentence), "\(problems)")
    }
}
