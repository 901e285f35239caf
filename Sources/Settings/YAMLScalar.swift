/// A text of the document. Quotes matter: what stands in them is text, whatever it looks like.
struct YAMLScalar {
    let text: String
    let isPlain: Bool

    /// Nothing after the colon, or one of YAML's words for nothing.
    var isNothing: Bool {
        isPlain && ["", "~", "null", "Null", "NULL"].contains(text)
    }
}
