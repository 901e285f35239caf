/// What a column of bytes takes.
enum BytesConversion: Equatable, Sendable {
    /// `\x…`, and bare digits too where the source's type prints those.
    case hexadecimal(BytesPlace, isPrefixed: Bool)
    /// Eight bits a byte.
    case bits(BytesPlace)
    /// The sixteen bytes of a UUID, in the order of its text.
    case uuid(BytesPlace)
}

/// How many bytes a column holds; BINARY fills up what has fewer.
struct BytesPlace: Equatable, Sendable {
    let limit: Int
    let isFilledUp: Bool
}
