/// A DDL statement that the source logged into its stream: kept and shown, never applied by itself.
package struct SchemaChange: Equatable, Sendable {
    /// The statement as the source decoded it, or what it logged where it decoded nothing.
    package let text: String

    package init(text: String) {
        self.text = text
    }
}
