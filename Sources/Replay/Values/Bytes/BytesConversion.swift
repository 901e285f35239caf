/// What a column of bytes takes.
enum BytesConversion: Equatable, Sendable {
    /// `\x…`, and bare digits too where the source's type prints those.
    case hexadecimal(BytesPlace, isPrefixed: Bool)
    /// Eight bits a byte.
    case bits(BytesPlace)
    /// The sixteen bytes of a UUID, in the order of its text.
    case uuid(BytesPlace)
}
