/// What becomes of values that MySQL cannot hold: section `values`.
package struct ValuesSettings: Sendable, Equatable {
    package var standard = MisfitPolicy.error
    /// By the source's type name.
    package var types: [String: MisfitPolicy] = [:]
    /// By `schema.table.column`.
    package var columns: [String: MisfitPolicy] = [:]
    package var arrays = ArrayForm.text

    package init() {}
}
