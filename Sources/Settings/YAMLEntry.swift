/// One `key: value` of a mapping.
struct YAMLEntry {
    let key: String
    let place: FilePlace
    let value: YAMLNode
}
