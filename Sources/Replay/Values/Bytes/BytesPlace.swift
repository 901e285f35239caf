/// How many bytes a column holds; BINARY fills up what has fewer.
struct BytesPlace: Equatable, Sendable {
    let limit: Int
    let isFilledUp: Bool
}
