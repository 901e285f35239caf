/// A piece of the YAML document and the place where it begins.
struct YAMLNode {
    let place: FilePlace
    let content: Content

    indirect enum Content {
        case scalar(YAMLScalar)
        case sequence([YAMLNode])
        case mapping([YAMLEntry])
        /// Something that was reported when it was read; nothing more is to be said about it.
        case refused
    }
}
