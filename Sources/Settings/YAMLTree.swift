/// What was read of a YAML document.
struct YAMLTree {
    /// Nil for a file without any content, and for one that could not be read to its end.
    let root: YAMLNode?
    /// False where the text stopped being YAML: what it lacks after that place cannot be told.
    let isWhole: Bool
    let findings: [Finding]
}
